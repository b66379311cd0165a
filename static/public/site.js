// Optional: the reader's theme, copy buttons, folded contents on phones. Every page reads without it.
// It stands in the head without `defer`, so that a chosen theme is there before the first paint.
(() => {
  const root = document.documentElement, words = document.currentScript.dataset;
  const stored = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  if (['light', 'dark'].includes(stored())) root.dataset.theme = stored();

  const offerTheme = (button) => {
    const label = () => { button.textContent = isDark() ? words.light : words.dark; };
    button.hidden = false;
    label();
    button.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      try { localStorage.setItem('theme', root.dataset.theme); } catch { /* a private window keeps nothing */ }
      label();
    });
  };

  const offerCopy = (pre) => {
    const code = pre.querySelector('code') || pre, frame = pre.closest('.highlight') || pre.parentElement;
    if (!navigator.clipboard || pre.closest('.lntd')) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = words.copy;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent.replace(/\n*$/, '\n'));
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 1600);
    });
    frame.classList.add('has-copy');
    frame.append(button);
  };

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-theme-button]').forEach(offerTheme);
    document.querySelectorAll('.prose .highlight > pre').forEach(offerCopy);
    if (innerWidth < 960) document.querySelector('.toc details')?.removeAttribute('open');
  });
})();
