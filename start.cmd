@echo off
rem Evenkeel on Windows: double click. Installs what is missing, starts the program, opens the browser.
setlocal
cd /d "%~dp0"

set "PYTHON="
for %%P in ("py -3" "python" "python3") do if not defined PYTHON (
  %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PYTHON=%%~P"
)
if not defined PYTHON (
  echo Evenkeel needs Python 3.11 or newer. Install it from python.org, then double click start.cmd again.
  goto failed
)

set "PY=%~dp0.venv\Scripts\python.exe"
if not exist "%PY%" (
  echo Making the virtual environment. This happens once.
  %PYTHON% -m venv .venv || goto failed
)

rem The copies inside .venv say which locks are installed; a changed one is installed again.
fc /b requirements.lock .venv\installed.lock >nul 2>nul
if errorlevel 1 goto install
fc /b pyproject.toml .venv\installed.toml >nul 2>nul
if errorlevel 1 goto install
goto serve

:install
echo Installing. The first time takes about a minute and needs the internet.
"%PY%" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock || goto failed
"%PY%" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . || goto failed
copy /y requirements.lock .venv\installed.lock >nul
copy /y pyproject.toml .venv\installed.toml >nul

:serve
start "" /b "%PY%" scripts\open_when_ready.py
echo Evenkeel runs as long as this window is open. Close it to stop.
"%PY%" -m app serve || goto failed
exit /b 0

:failed
echo.
echo Evenkeel did not start. The lines above say why.
pause
exit /b 1
