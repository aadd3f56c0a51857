// What a page does beyond links and forms: answers while one types, a stretch of time chosen by
// dragging, keys. Everything also works without it.
"use strict";

(() => {
  /** Parts of the page that an answer replaces; everything else stays as it is. */
  const PARTS = ["answer", "pages"];
  const PAUSE_MS = 160;
  const box = () => document.querySelector("[data-live] input[type=search]");

  // Answers in place -------------------------------------------------------------------------

  let asking = null;
  let typing = false;
  /** The address that was asked for last: that of the page, or one that is under way. */
  let asked = location.pathname + location.search;

  /**
   * Fetches an address and puts its parts in place of ours; a newer call makes this one void.
   * True if they are in place.
   */
  async function show(address, { push = true, keepScroll = true } = {}) {
    if (asking) asking.abort();
    const mine = (asking = new AbortController());
    const before = asked;
    asked = address;
    document.body.classList.add("is-waiting");
    try {
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (asking !== mine) return false;
      const page = new DOMParser().parseFromString(text, "text/html");
      if (page.querySelector("meta[http-equiv=refresh]")) {
        // It is being prepared; its own page looks again.
        location.assign(address);
        return false;
      }
      if (!answer.ok) {
        asked = before;
        tell(page);
        return false;
      }
      if (!PARTS.every((id) => page.getElementById(id) && document.getElementById(id))) {
        location.assign(address);
        return false;
      }
      if (push === "replace") history.replaceState(null, "", address);
      else if (push) history.pushState(null, "", address);
      const restore = remembered();
      for (const id of PARTS) document.getElementById(id).replaceWith(page.getElementById(id));
      document.title = page.title;
      restore();
      const status = document.getElementById("status");
      const found = document.querySelector("#answer h1")?.textContent ?? "";
      if (status) status.textContent = found.replace(/\s+/g, " ").trim();
      if (!keepScroll) scrollTo(0, 0);
      ready();
      return true;
    } catch (error) {
      if (error.name !== "AbortError") location.assign(address);
      return false;
    } finally {
      if (asking === mine) {
        asking = null;
        document.body.classList.remove("is-waiting");
      }
    }
  }

  /** What somebody opened, typed and stands on in the parts that are replaced; call it to have that back. */
  function remembered() {
    const folds = () => {
      const seen = {};
      return [...document.querySelectorAll("#answer details")].map((one) => {
        const kind = one.querySelector("summary")?.dataset.key ?? one.className;
        seen[kind] = (seen[kind] ?? 0) + 1;
        return [`${kind} ${seen[kind]}`, one];
      });
    };
    const fields = () => [...document.querySelectorAll("#answer input:not([type=hidden])")].map((one) => [`${one.form?.id} ${one.name}`, one]);
    const open = new Set(folds().filter(([, one]) => one.open).map(([key]) => key));
    const typed = new Map(fields().map(([key, { value, defaultValue }]) => [key, { value, defaultValue }]));
    const active = document.activeElement;
    const link = active?.closest?.("[data-key]")?.dataset.key;
    const field = fields().find(([, one]) => one === active)?.[0];
    const selection = field && [active.selectionStart, active.selectionEnd];
    return () => {
      for (const [key, one] of folds()) if (open.has(key)) one.open = true;
      for (const [key, one] of fields()) {
        const was = typed.get(key);
        // What the answer has of its own is newer than what was typed.
        if (was && was.value !== was.defaultValue && one.defaultValue === was.defaultValue) one.value = was.value;
        if (key === field) {
          one.focus({ preventScroll: true });
          one.setSelectionRange(...selection);
        }
      }
      if (link) document.querySelector(`[data-key="${CSS.escape(link)}"]`)?.focus({ preventScroll: true });
    };
  }

  /** Says above the results why there are no newer ones; what was typed stays. */
  function tell(page) {
    const why = page.querySelector("main p")?.textContent.trim() || "The server gave no answer.";
    document.getElementById("failed")?.remove();
    const told = document.createElement("p");
    told.id = "failed";
    told.className = "notes";
    told.setAttribute("role", "alert");
    told.textContent = why;
    document.getElementById("answer")?.prepend(told);
  }

  /** The address that a form would go to, without what is empty. */
  function addressOf(form) {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") fields.append(name, value);
    const query = fields.toString();
    return new URL(form.getAttribute("action") || location.pathname, location.href).pathname + (query ? `?${query}` : "");
  }

  const boxes = () => [...document.querySelectorAll("form[data-live] input[type=search]")];

  /** Puts the words of the boxes into an address, where it does not have words of its own. */
  function withTyped(address) {
    const to = new URL(address, location.href);
    const here = new URLSearchParams(location.search);
    for (const { name, value } of boxes()) {
      if ((to.searchParams.get(name) ?? "") !== (here.get(name) ?? "")) continue;
      if (value === "") to.searchParams.delete(name);
      else to.searchParams.set(name, value);
    }
    return to.pathname + to.search;
  }

  let pause = 0;
  /** Takes back the question that would follow typing; true if there was one. */
  function settle() {
    const was = pause !== 0;
    clearTimeout(pause);
    pause = 0;
    return was;
  }

  /** Goes to an address of this page, with what was typed and not asked for yet. */
  function go(address, options) {
    const to = settle() ? withTyped(address) : address;
    typing = false;
    const typed = boxes().map(({ value }) => value);
    return show(to, options).then((isThere) => {
      if (isThere) follow(typed);
      return isThere;
    });
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-live]") || event.isComposing) return;
    clearTimeout(pause);
    pause = setTimeout(() => {
      pause = 0;
      // A choice that is under way stays. The words typed in one go are one step back.
      let address = addressOf(form);
      if (asking) {
        const to = new URL(asked, location.href);
        for (const name of ["offset", "page"]) to.searchParams.delete(name);
        for (const { name, value } of boxes()) {
          if (value === "") to.searchParams.delete(name);
          else to.searchParams.set(name, value);
        }
        address = to.pathname + to.search;
      }
      show(address, { push: typing ? "replace" : true });
      typing = true;
    }, PAUSE_MS);
  });

  document.addEventListener("focusout", () => (typing = false));

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-swap]")) {
      event.preventDefault();
      go(addressOf(form));
      return;
    }
    if (!form.matches("[data-live]")) return;
    event.preventDefault();
    settle();
    const address = addressOf(form);
    if (address !== location.pathname + location.search) show(address, { push: typing ? "replace" : true });
    typing = false;
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.matches(".to-filters")) {
      event.preventDefault();
      toggleFilters();
      return;
    }
    if (!document.querySelector("form[data-live]") || !link.closest("#answer") || link.hasAttribute("download")) return;
    const href = link.href.baseVal ?? link.getAttribute("href");
    const address = new URL(href, location.href);
    if (address.origin !== location.origin || address.pathname !== location.pathname || address.hash) return;
    event.preventDefault();
    go(address.pathname + address.search, { keepScroll: !link.closest(".pager") });
  });

  addEventListener("popstate", () => {
    if (document.querySelector("form[data-live]")) {
      settle();
      typing = false;
      show(location.pathname + location.search, { push: false }).then((isThere) => isThere && follow());
    }
  });

  /** The boxes follow the address, but for one in which somebody typed since `typed`. */
  function follow(typed) {
    const fields = new URLSearchParams(location.search);
    for (const [at, input] of boxes().entries()) {
      if (!typed || typed[at] === input.value) input.value = fields.get(input.name) ?? "";
    }
  }

  function toggleFilters() {
    const filters = document.getElementById("filters");
    const open = filters?.classList.toggle("is-open");
    document.querySelector(".to-filters")?.setAttribute("aria-expanded", String(Boolean(open)));
    filtersOpen = Boolean(open);
    if (open) filters.querySelector("a, input, summary")?.focus();
  }
  let filtersOpen = false;

  // A stretch of time ------------------------------------------------------------------------

  let drag = null;

  const bars = (chart) => [...chart.querySelectorAll(".bar")];
  const barAt = (chart, x) => {
    const all = bars(chart);
    const { left, width } = chart.querySelector("svg.chart:not(.scale)").getBoundingClientRect();
    return Math.min(all.length - 1, Math.max(0, Math.floor(((x - left) / width) * all.length)));
  };

  function choose(chart, one, other) {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    bars(chart).forEach((bar, at) => bar.classList.toggle("is-chosen", at >= first && at <= last));
    return [first, last];
  }

  function limit(chart, one, other) {
    const all = bars(chart);
    const [first, last] = choose(chart, one, other);
    const address = new URL(all[first].href.baseVal, location.href);
    address.searchParams.set("from", all[first].dataset.from);
    address.searchParams.set("to", all[last].dataset.to);
    go(address.pathname + address.search).then((isThere) => isThere && document.querySelector("[data-histogram] .bar")?.focus({ preventScroll: true }));
  }

  document.addEventListener("pointerdown", (event) => {
    const chart = event.target.closest?.("[data-histogram]");
    if (!chart || event.button !== 0 || !event.target.closest("svg.chart:not(.scale)")) return;
    const at = barAt(chart, event.clientX);
    drag = { chart, from: at, to: at, moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.to = barAt(drag.chart, event.clientX);
    if (drag.to !== drag.from) drag.moved = true;
    if (drag.moved) choose(drag.chart, drag.from, drag.to);
  });
  document.addEventListener("pointerup", () => {
    const done = drag;
    drag = null;
    if (done?.moved) {
      justDragged = true;
      setTimeout(() => (justDragged = false));
      limit(done.chart, done.from, done.to);
    }
  });
  document.addEventListener("pointercancel", () => (drag = null));
  let justDragged = false;
  document.addEventListener("click", (event) => {
    if (justDragged && event.target.closest?.("[data-histogram]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest?.("[data-histogram]")) event.preventDefault();
  });

  let anchor = null;
  document.addEventListener("keydown", (event) => {
    const chart = event.target.closest?.("[data-histogram]");
    const bar = event.target.closest?.(".bar");
    if (!chart || !bar || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = bars(chart);
    const at = all.indexOf(bar);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1, PageUp: at - 12, PageDown: at + 12 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = Math.min(all.length - 1, Math.max(0, to));
      if (event.shiftKey) choose(chart, (anchor ??= at), next);
      else {
        anchor = null;
        all.forEach((one) => one.classList.remove("is-chosen"));
      }
      bar.setAttribute("tabindex", "-1");
      all[next].setAttribute("tabindex", "0");
      all[next].focus();
    } else if (event.key === "Enter" && anchor !== null) {
      event.preventDefault();
      limit(chart, anchor, at);
      anchor = null;
    } else if (event.key === "Escape") {
      anchor = null;
      all.forEach((one) => one.classList.remove("is-chosen"));
    }
  });

  // Keys -------------------------------------------------------------------------------------

  /** What n and p go through: matches of an article, else its quotations, else results. */
  function stops() {
    for (const kind of [".text mark[id], h1 mark[id]", ".text .said[id]", ".hit h2 a, .quotation .to-article, .lines .to-article"]) {
      const found = [...document.querySelectorAll(kind)];
      if (found.length) return found;
    }
    return [];
  }

  let here = -1;
  function step(by) {
    const all = stops();
    if (!all.length) return;
    const focused = all.indexOf(document.activeElement);
    if (focused >= 0) here = focused;
    here = (here + by + all.length) % all.length;
    if (here < 0) here = 0;
    const stop = all[here];
    all.forEach((one) => one.classList.toggle("is-here", one === stop));
    if (!stop.matches("a")) stop.setAttribute("tabindex", "-1");
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "center", behavior: "instant" });
    const told = document.getElementById("step");
    if (told) told.textContent = `${here + 1} of ${all.length}`;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target.closest?.("input, select, textarea");
    if (field) {
      if (event.key === "Escape") field.blur();
      return;
    }
    if (event.key === " " && event.target.matches?.(".to-filters")) {
      event.preventDefault();
      toggleFilters();
    } else if (event.key === "/") {
      const input = box() ?? document.querySelector("input[type=search]");
      if (input) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    } else if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "N") document.querySelector("a[rel=next]")?.click();
    else if (event.key === "P") document.querySelector("a[rel=prev]")?.click();
  });

  /** At first and after each answer. */
  function ready() {
    here = -1;
    if (filtersOpen) document.getElementById("filters")?.classList.add("is-open");
    const drawer = document.querySelector(".to-filters");
    if (!drawer) return;
    // Without a script it is a link to the filters; with one it opens and closes them.
    drawer.setAttribute("role", "button");
    drawer.setAttribute("aria-controls", "filters");
    drawer.setAttribute("aria-expanded", String(filtersOpen));
  }
  // The page is there, as this runs behind it.
  ready();
})();
