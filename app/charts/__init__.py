"""Charts as the server draws them: pure scales and places here, the marks in `templates/_ui/chart.html`."""
