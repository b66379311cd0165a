// Optional: suggestions while typing, for every field with `data-suggest`. A combobox as WAI-ARIA describes it:
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/. The form works without it.
(() => {
  const WAIT = 180; // milliseconds without a key

  const combobox = (input) => {
    const list = document.createElement('ul');
    list.id = `_suggestions-${Math.random().toString(36).slice(2)}`;
    list.className = 'suggestions';
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', input.dataset.suggestions || '');
    for (const [name, value] of Object.entries({
      role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id,
    })) input.setAttribute(name, value);
    input.parentElement.append(list);

    let chosen = -1, timer, running;
    const close = () => {
      clearTimeout(timer);
      running?.abort();
      list.hidden = true;
      list.replaceChildren();
      choose(-1);
      input.setAttribute('aria-expanded', 'false');
    };
    const choose = (number) => {
      list.children[chosen]?.removeAttribute('aria-selected');
      chosen = number;
      const option = list.children[chosen];
      option?.setAttribute('aria-selected', 'true');
      option?.scrollIntoView({ block: 'nearest' });
      if (option) input.setAttribute('aria-activedescendant', option.id);
      else input.removeAttribute('aria-activedescendant');
    };
    const show = (rows) => {
      list.replaceChildren(...rows.map(({ title, url, kind }, number) => {
        const option = document.createElement('li');
        option.id = `${list.id}-${number}`;
        option.setAttribute('role', 'option');
        option.className = kind;
        option.textContent = title;
        option.dataset.url = url;
        return option;
      }));
      chosen = -1;
      list.hidden = rows.length === 0;
      input.setAttribute('aria-expanded', String(rows.length > 0));
    };
    const ask = async () => {
      const words = input.value.trim();
      if (words.length < 2 && !/[\u1100-\uffff]/.test(words)) return close();
      running?.abort();
      running = new AbortController();
      try {
        const address = `${input.dataset.suggest}?${new URLSearchParams({ q: words })}`;
        const answer = await fetch(address, { signal: running.signal });
        if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
      } catch (error) {
        if (error.name !== 'AbortError') close(); // offline: the form still works
      }
    };
    const go = (option) => { if (option) location.assign(option.dataset.url); };

    input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    input.addEventListener('blur', close);
    input.addEventListener('keydown', (event) => {
      if (event.isComposing) return; // Enter and arrows belong to the input method while a syllable is being made
      const count = list.children.length;
      if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); close(); }
      else if (event.key === 'Enter' && chosen >= 0) { event.preventDefault(); go(list.children[chosen]); }
      else if (count && event.key === 'ArrowDown') { event.preventDefault(); choose(chosen + 1 < count ? chosen + 1 : -1); }
      else if (count && event.key === 'ArrowUp') { event.preventDefault(); choose(chosen < 0 ? count - 1 : chosen - 1); }
    });
    list.addEventListener('mousedown', (event) => { event.preventDefault(); go(event.target.closest('[role=option]')); });
  };

  document.querySelectorAll('input[data-suggest]').forEach(combobox);
})();
