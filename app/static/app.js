/* Small enhancements. Every page works without this file and without htmx. */
(() => {
  const $ = (s, r = document) => r.querySelector(s);

  /* Theme: the server renders <html data-theme> and keeps the choice; this shows it at once
     and puts into the form what the person now wants (the server cannot know the system's theme). */
  const root = document.documentElement;
  document.addEventListener('click', (e) => {
    const b = e.target.closest('[data-theme-toggle]');
    if (!b) return;
    const dark = root.dataset.theme === 'dark' || (!root.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);
    b.value = root.dataset.theme = dark ? 'light' : 'dark';
  });

  /* Menus close on Escape and on an outside click. */
  document.addEventListener('click', (e) => document.querySelectorAll('details.menu[open]').forEach((m) => { if (!m.contains(e.target)) m.open = false; }));
  document.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape') return;
    const m = $('details.menu[open]');
    if (m) { m.open = false; $('summary', m).focus(); return; }
    const editor = e.target.closest('.item-edit'), cancel = editor && $('[data-cancel]', editor);
    if (cancel) cancel.click();
  });

  /* Ctrl Enter sends the form one types in; Alt N opens what the page can make new. No single
     letters: who speaks to the computer would press them by talking. */
  document.addEventListener('keydown', (e) => {
    if ((e.ctrlKey || e.metaKey) && e.key === 'Enter' && e.target.form) { e.target.form.requestSubmit(); return; }
    if (!e.altKey || e.ctrlKey || e.metaKey || e.code !== 'KeyN' || $('dialog[open]')) return;
    const fresh = $('[aria-keyshortcuts="Alt+N"]');
    if (fresh) { e.preventDefault(); fresh.click(); }
  });

  /* Focus after a swap: the error summary or [data-focus] in what arrived; else the
     control with the same id as before.
     With outerHTML the target is gone after the swap, so look it up again by id. */
  let before = '';
  const remember = () => { before = document.activeElement ? document.activeElement.id : ''; };
  const settle = (e) => {
    const t = e.detail && e.detail.target;
    const scope = t && (t.isConnected ? t : t.id && document.getElementById(t.id));
    const wanted = scope && ($('.error-summary, [data-focus]', scope) || $('[aria-invalid="true"], [data-first] :is(input, textarea, select)', scope));
    if (wanted) wanted.focus();
    else if (document.activeElement === document.body && before && document.getElementById(before)) document.getElementById(before).focus();
  };
  document.addEventListener('htmx:beforeSwap', remember);
  document.addEventListener('htmx:afterSettle', settle);
  if ($('.error-summary[role="alert"]')) $('.error-summary[role="alert"]').focus();

  /* Notices: the two newest stay; each leaves by itself, later when it offers Undo, and never
     while somebody points at it or is in it. */
  const toasts = $('#toasts');
  const busy = (one) => one.matches(':hover, :focus-within');
  const leave = (one) => setTimeout(() => (busy(one) ? leave(one) : one.remove()), $('form', one) ? 30000 : 10000);
  const tend = (arrived) => {
    arrived.forEach((one) => { if (one.matches && one.matches('.toast')) leave(one); });
    [...toasts.querySelectorAll('.toast')].slice(0, -2).forEach((one) => { if (!busy(one)) one.remove(); });
  };
  if (toasts) {
    new MutationObserver((changes) => changes.forEach((change) => tend([...change.addedNodes]))).observe(toasts, { childList: true });
    tend([...toasts.children]);
  }

  /* What htmx could not bring is said in words the page holds ready, until something arrives again. */
  const fell = () => { const said = $('#fell'); if (said) said.remove(); };
  const fall = () => { fell(); toasts.append($('#fall').content.cloneNode(true)); };
  ['htmx:responseError', 'htmx:sendError', 'htmx:timeout'].forEach((name) => document.addEventListener(name, fall));
  document.addEventListener('htmx:afterRequest', (e) => { if (e.detail.successful) fell(); });

  /* Print buttons stand only where they work. */
  document.querySelectorAll('[data-print]').forEach((b) => { b.hidden = false; b.addEventListener('click', () => print()); });

  /* Copy buttons stand only where the browser lets a page copy. */
  document.querySelectorAll('[data-copy]').forEach((b) => {
    if (!navigator.clipboard) return;
    b.hidden = false;
    b.addEventListener('click', () => navigator.clipboard.writeText(document.getElementById(b.dataset.copy).value).then(() => { $('span', b).textContent = 'Copied'; }));
  });

  /* Dialog fallback for browsers without command/commandfor. */
  if (!('commandForElement' in HTMLButtonElement.prototype)) {
    document.addEventListener('click', (e) => {
      const b = e.target.closest('[commandfor]');
      if (!b) return;
      const d = document.getElementById(b.getAttribute('commandfor'));
      b.getAttribute('command') === 'close' ? d.close() : d.showModal();
    });
  }
})();
