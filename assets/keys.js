// Keys of the desks of officers: what they press, and which ones somebody would rather press.
// Delegated like portal.js, so that pages come and go without a reload.
"use strict";
(() => {
  // A page whose content has data-shortcuts answers to single keys: j and k go along its rows, x
  // ticks one, and any other key presses what has it as data-key. They can be switched off and
  // changed (WCAG 2.1.4), are silent while somebody types, and never take a key with Ctrl, Alt or
  // Meta.
  const KEYS_OFF = "cx-keys-off";
  const KEYS_AS = "cx-keys-as"; // {name of the page's keys: {the usual key: the one to press}}
  const TYPES = "textarea, select, input:not([type=checkbox], [type=radio]), [contenteditable]";

  document.addEventListener("keydown", (event) => {
    const desk = document.querySelector("[data-shortcuts]");
    if (!desk || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.(TYPES) || document.querySelector("dialog[open]")) return;
    if (event.key.length !== 1 || localStorage.getItem(KEYS_OFF)) return;
    const key = usualKey(desk, event.key);
    if (key === "j" || key === "k") return alongRows(event, desk, key);
    if (key === "x") return tick(event);
    const hit = key && desk.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!hit) return;
    event.preventDefault();
    if (hit.matches("input")) hit.focus();
    else hit.click();
  });

  function ownKeys(desk) {
    try {
      return JSON.parse(localStorage.getItem(KEYS_AS) ?? "{}")[desk.dataset.shortcuts] ?? {};
    } catch {
      return {};
    }
  }

  function keepKeys(desk, own) {
    let all = {};
    try {
      all = JSON.parse(localStorage.getItem(KEYS_AS) ?? "{}");
    } catch {
      // what cannot be read is written anew
    }
    localStorage.setItem(KEYS_AS, JSON.stringify({ ...all, [desk.dataset.shortcuts]: own }));
  }

  // Which usual key a pressed one stands for; none where its own meaning went to another key.
  function usualKey(desk, pressed) {
    const own = ownKeys(desk);
    const found = Object.keys(own).find((usual) => own[usual] === pressed);
    return found ?? (pressed in own ? null : pressed);
  }

  function showKeys(desk) {
    const own = ownKeys(desk);
    for (const box of desk.querySelectorAll("[data-shortcut-for]"))
      box.value = own[box.dataset.shortcutFor] ?? box.dataset.shortcutFor;
  }

  function sayOfKeys(desk, what) {
    const said = desk.querySelector("[data-shortcut-said]");
    said.textContent = said.dataset[what];
  }

  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("[data-shortcut-for]")) event.target.select();
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-shortcut-for]"))
      showKeys(event.target.closest("[data-shortcuts]"));
  });

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.matches?.("[data-shortcut-for]") || !box.value.trim()) return;
    const desk = box.closest("[data-shortcuts]");
    const boxes = [...desk.querySelectorAll("[data-shortcut-for]")];
    const now = ownKeys(desk)[box.dataset.shortcutFor] ?? box.dataset.shortcutFor;
    const wanted = [...box.value.trim()].find((typed) => typed !== now) ?? now;
    const taken = boxes.some((other) => other !== box && other.value === wanted);
    if (!taken) keepKeys(desk, { ...ownKeys(desk), [box.dataset.shortcutFor]: wanted });
    showKeys(desk);
    box.select();
    sayOfKeys(desk, taken ? "taken" : "changed");
  });

  document.addEventListener("click", (event) => {
    const desk = event.target.closest?.("[data-shortcut-reset]")?.closest("[data-shortcuts]");
    if (!desk) return;
    keepKeys(desk, {});
    showKeys(desk);
    sayOfKeys(desk, "usual");
  });

  function alongRows(event, desk, key) {
    const links = [...desk.querySelectorAll("[data-row-link]")];
    if (!links.length) return;
    const at = links.indexOf(rowOf(document.activeElement)?.querySelector("[data-row-link]"));
    const next = key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
    event.preventDefault();
    links[next].focus();
  }

  function tick(event) {
    const box = rowOf(document.activeElement)?.querySelector("[data-pick]");
    if (!box) return;
    event.preventDefault();
    box.click();
  }

  const rowOf = (element) => element?.closest?.("[data-row]");

  document.addEventListener(
    "toggle",
    (event) => {
      const box = event.target.querySelector?.("[data-shortcut-switch]");
      if (!box) return;
      box.checked = !localStorage.getItem(KEYS_OFF);
      showKeys(box.closest("[data-shortcuts]"));
    },
    true,
  );

  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-shortcut-switch]")) return;
    if (event.target.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  });
})();
