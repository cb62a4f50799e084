// Suggestions while typing, and "my films" remembered in this browser. Every page works without.
"use strict";
{
  const $ = (selector, all = document) => all.querySelector(selector);
  const $$ = (selector) => [...document.querySelectorAll(selector)];
  const english = document.documentElement.lang === "en";
  const mine = (english ? "/en" : "") + "/mes-films";
  const onList = location.pathname === mine;
  const ours = document.referrer.startsWith(location.origin + "/");

  // --- My films: a list of ids in this browser; nothing of it is sent but in addresses that the reader asks for.
  const KEY = "films";
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(kept) ? kept.filter((id) => typeof id === "string").slice(0, 50) : [];
    } catch {
      return [];
    }
  };
  const write = (ids) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(ids));
      return true;
    } catch {
      // A browser that keeps nothing (in a frame of another site, say) still carries the films in addresses.
      return false;
    }
  };
  const line = (tag, text, name) => {
    const made = document.createElement(tag);
    made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  // What else the address tells goes along: on the list all of it, elsewhere the films seen and disliked.
  const address = (ids) => {
    const kept = [...new URLSearchParams(location.search)].filter(([name]) =>
      onList ? name !== "film" : ["vu", "pas"].includes(name),
    );
    return mine + (ids.length ? "?" + new URLSearchParams([...ids.map((id) => ["film", id]), ...kept]) : "");
  };

  const show = () => {
    const asked = new URLSearchParams(location.search);
    // On the list itself the address says which films there are; elsewhere the memory does.
    const ids = onList ? asked.getAll("film") : [...new Set([...asked.getAll("avec"), ...read()])];
    const link = $("#mine");
    const count = $("b", link);
    link.href = address(ids);
    count.textContent = ids.length;
    count.hidden = !ids.length;
    for (const keep of $$("[data-keep]")) {
      const id = keep.dataset.keep;
      const there = ids.includes(id);
      if (there) {
        // In a list, each of these links names its film to those who do not see where it stands.
        const row = keep.closest(".row");
        keep.textContent = keep.dataset.there;
        if (row) keep.append(line("span", " : " + $("bdi", row).textContent, "vh"));
      }
      if (!onList || there) keep.href = address(there ? ids : [...ids, id]);
    }
  };

  const start = () => {
    if (!onList) return show();
    const films = new URLSearchParams(location.search).getAll("film");
    const kept = read();
    if (!films.length && kept.length) return location.replace(address(kept));
    // A list that a friend sent is shown, and kept only once the reader changes it.
    if (films.length && (ours || !kept.length)) write(films);
    show();
  };

  document.addEventListener("click", (event) => {
    const keep = event.target.closest("[data-keep]");
    const drop = event.target.closest("[data-drop]");
    if (drop) write(read().filter((id) => id !== drop.dataset.drop));
    if (!keep || onList || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const ids = read();
    if (ids.includes(keep.dataset.keep) || ids.length > 49) return;
    // Kept at once, without leaving the page; the same link then shows the list.
    if (!write([...ids, keep.dataset.keep])) return;
    event.preventDefault();
    show();
    const link = $("#mine");
    say(link.dataset.added + " (" + $("b", link).textContent + ")");
  });
  addEventListener("pageshow", start);

  // --- Spoken to screen readers.
  const status = document.createElement("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  document.body.append(status);
  const say = (text) => (status.textContent = text);

  // --- Suggestions: the combobox of the ARIA Authoring Practices, with a list that the arrows walk.
  $$(".s").forEach((form, place) => {
    const input = $("[type=search]", form);
    const list = document.createElement("ul");
    list.className = "sug";
    list.id = "suggestions" + place;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    form.append(list);
    const set = (name, value) => input.setAttribute(name, value);
    set("role", "combobox");
    set("aria-autocomplete", "list");
    set("aria-controls", list.id);
    set("aria-expanded", "false");
    let at = -1;
    let timer;
    let asking = new AbortController();
    // Coming back from a page within, the reader wants to read, not to type.
    const [visit] = performance.getEntriesByType("navigation");
    if (input.autofocus && (ours || (visit && visit.type === "back_forward"))) input.blur();

    const mark = (next) => {
      const options = [...list.children];
      at = next;
      options.forEach((option, index) => option.setAttribute("aria-selected", index === at));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      set("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    };
    const close = () => {
      list.hidden = true;
      mark(-1);
      set("aria-expanded", "false");
    };
    const tooShort = () => input.value.trim().length < 2;
    const go = (option) => {
      const { id, kind } = option.dataset;
      if (kind) return (location.href = form.dataset[kind].replace("%7B%7D", encodeURIComponent(id)));
      // For one of several people: the form says the film instead of the letters, and keeps the name typed beside.
      input.name = form.dataset.pick;
      input.value = id;
      form.submit();
    };
    const offer = (found) => {
      close();
      list.replaceChildren(
        ...found.map((each, index) => {
          const option = document.createElement("li");
          option.id = "s" + (place || "") + index;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.id = each.id;
          if (!form.dataset.pick) option.dataset.kind = each.kind;
          const facts = [each.year, ...each.directors].filter(Boolean).join(" · ");
          option.append(line("b", each.label));
          if (facts) option.append(" ", line("span", facts, "m"));
          return option;
        }),
      );
      list.hidden = !found.length;
      set("aria-expanded", String(!!found.length));
      const { none, one, some } = form.dataset;
      say(found.length ? found.length + " " + (found.length > 1 ? some : one) : none);
    };
    const ask = async () => {
      asking.abort();
      if (tooShort()) {
        // What was found for a text that is gone must not come back with an arrow.
        list.replaceChildren();
        say("");
        return close();
      }
      asking = new AbortController();
      try {
        const query = new URLSearchParams({ q: input.value.trim(), lang: english ? "en" : "fr" });
        const answer = await fetch("/api/v1/suggest?" + query, { signal: asking.signal });
        if (!answer.ok || document.activeElement !== input) return;
        const found = (await answer.json()).suggestions;
        offer(form.dataset.pick ? found.filter((each) => each.kind === "film") : found);
      } catch {
        // Aborted by the next letter, or no network: the form still works.
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      mark(-1);
      if (tooShort()) ask();
      else timer = setTimeout(ask, 120);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden && list.children.length) list.hidden = false;
        if (list.hidden) return void ask();
        set("aria-expanded", "true");
        const count = list.children.length;
        mark(event.key === "ArrowDown" ? (at + 1) % count : (at < 1 ? count : at) - 1);
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
        // These move within the letters, which puts the reader back into the box.
        mark(-1);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && !list.hidden && at >= 0) {
        event.preventDefault();
        go(list.children[at]);
      }
    });
    // Before the blur, or the list would be gone when the click lands.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go(option);
    });
    input.addEventListener("blur", close);
    // The memory, not only the address, goes along with a search.
    form.addEventListener("submit", () => clearTimeout(timer));
  });
}
