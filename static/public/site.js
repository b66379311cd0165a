// Optional: the reader's theme, copy buttons, folded contents on phones. Every page reads without it.
// It stands in the head without `defer`, so that a chosen theme is there before the first paint.
(() => {
  const root = document.documentElement, words = document.currentScript.dataset;
  const stored = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  if (['light', 'dark'].includes(stored())) root.dataset.theme = stored();

  root.dataset.scripts = '';  // the style sheet shows what needs a script, before the first paint

  // Back at what the system says, the choice is forgotten: the page follows the system again.
  const offerTheme = (button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      const wanted = isDark() ? 'light' : 'dark';
      const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
      root.dataset.theme = wanted;
      try {
        if (wanted === system) localStorage.removeItem('theme'); else localStorage.setItem('theme', wanted);
      } catch { /* a private window keeps nothing */ }
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { if (!stored()) delete root.dataset.theme; });
  };

  // What is wider than its frame can be scrolled by the keys, everywhere.
  const offerScrolling = (frame) => { if (frame.scrollWidth > frame.clientWidth && !frame.hasAttribute('tabindex')) frame.tabIndex = 0; };

  // The numbers of lines stand beside the code, or in it; they are not copied.
  const withoutNumbers = (code) => {
    const copy = code.cloneNode(true);
    copy.querySelectorAll('.ln').forEach((number) => number.remove());
    return copy.textContent.replace(/\n*$/, '\n');
  };

  const offerCopy = (frame) => {
    const code = [...frame.querySelectorAll('code')].at(-1) || frame.querySelector('pre');
    if (!navigator.clipboard || !code) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = words.copy;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(withoutNumbers(code));
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 1600);
    });
    frame.classList.add('has-copy');
    frame.append(button);
  };

  // Contents that are longer than their place show the part that is being read.
  const keepInView = (place, link) => {
    if (!link || place.scrollHeight <= place.clientHeight) return;
    const [frame, box] = [place.getBoundingClientRect(), link.getBoundingClientRect()];
    if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40) place.scrollTop += box.top - frame.top - frame.height / 3;
  };

  const offerContents = (place) => {
    const current = CSS.supports('selector(:target-current)') ? 'a:is(:target-current, [aria-current])' : '[aria-current]';
    let waiting = 0;  // the browser says what is current a moment after it has scrolled
    addEventListener('scroll', () => {
      waiting ||= setTimeout(() => { waiting = 0; keepInView(place, [...place.querySelectorAll(current)].at(-1)); }, 120);
    }, { passive: true });
  };

  // Where the style sheet cannot say which heading is being read, this does.
  const offerPlace = () => {
    const links = [...document.querySelectorAll('.toc a[href^="#"]')];
    if (!links.length || CSS.supports('selector(:target-current)')) return;
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      const place = Math.max(0, headings.findLastIndex((heading) => heading && heading.getBoundingClientRect().top < 120));
      links.forEach((link, number) => { if (number === place) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current'); });
    };
    addEventListener('scroll', () => requestAnimationFrame(mark), { passive: true });
    mark();
  };

  // Pictures of other hosts are not asked for: a link leads to them.
  const offerPicture = (image) => {
    const address = new URL(image.src, location.href);
    if (!address.protocol.startsWith('http') || address.host === location.host) return;
    const link = document.createElement(image.closest('a') ? 'span' : 'a');
    link.className = 'outside';
    if (link.href !== undefined) Object.assign(link, { href: address.href, rel: 'external noopener' });
    link.textContent = image.alt || decodeURI(address.host);
    image.replaceWith(link);
  };

  // A picture that is larger than it is shown leads to itself.
  const offerWhole = (image) => {
    const [width, height] = ['width', 'height'].map((side) => Number(image.getAttribute(side)));
    if (!(width > image.clientWidth * 1.2) || image.closest('a')) return;
    const link = document.createElement('a');
    link.href = image.getAttribute('src');
    link.className = 'whole';
    link.setAttribute('aria-label', [words.whole, image.alt].filter(Boolean).join(': '));
    if (image.closest('.gallery')) link.style.flexGrow = 9 * width / height;
    image.replaceWith(link);
    link.append(image);
  };

  // `/` leads to the search, unless somebody is writing.
  const openSearch = (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, [contenteditable]')) return;
    const field = document.querySelector('[role="search"] input');
    if (!field && !words.search) return;
    event.preventDefault();
    if (field) field.focus(); else location.assign(words.search);
  };

  // A menu that is open closes by Escape or by a click elsewhere.
  const closeMenus = (event) => document.querySelectorAll('.sub[open]').forEach((menu) => {
    if (event.key === 'Escape' || (event.type === 'click' && !menu.contains(event.target))) menu.open = false;
  });
  document.addEventListener('click', closeMenus);
  document.addEventListener('keydown', closeMenus);
  document.addEventListener('keydown', openSearch);

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('[data-theme-button]').forEach(offerTheme);
    document.querySelectorAll('.prose img').forEach(offerPicture);
    document.querySelectorAll('.prose img').forEach(offerWhole);
    document.querySelectorAll(':is(.prose, .cite) .highlight').forEach(offerCopy);
    document.querySelectorAll('.prose li input[type="checkbox"]').forEach((box) => box.setAttribute('aria-label', box.parentElement.textContent.trim().slice(0, 80)));
    document.querySelectorAll('.prose :is(.eq > div, pre, .scroll)').forEach(offerScrolling);
    if (innerWidth >= 960) document.querySelector('.toc details')?.setAttribute('open', '');
    offerPlace();
    document.querySelectorAll('.toc details').forEach(offerContents);
  });
})();
