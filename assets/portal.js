// What needs script beyond the app itself: printing, the session's end, leaving quickly, grouping
// a code, and focus after moving to another page. Loaded from this origin, under the page's policy.
(() => {
  "use strict";
  const WARN_MS = 2 * 60 * 1000;
  const spanish = () => document.documentElement.lang === "es";
  const live = (text) => {
    const region = document.getElementById("live");
    if (region) region.textContent = text;
  };

  document.addEventListener("click", (event) => {
    const exit = event.target.closest("[data-quick-exit]");
    if (exit) {
      event.preventDefault();
      window.open(exit.href, "_blank", "noopener,noreferrer");
      location.replace(exit.href);
      return;
    }
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-stay]")) event.target.closest("dialog").close();
  });

  // The code shows its groups once the field is left, so that the caret never jumps.
  document.addEventListener("focusout", (event) => {
    const size = Number(event.target.dataset?.codeGroup);
    if (!size) return;
    const bare = event.target.value.toUpperCase().replace(/[^0-9A-Z]/g, "");
    const grouped = bare.match(new RegExp(`.{1,${size}}`, "g"))?.join("-") ?? "";
    if (bare.length === 3 * size) event.target.value = grouped;
  });

  // A link within an error summary leads to its field.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#error-summary a");
    if (!link) return;
    event.preventDefault();
    document.getElementById(new URL(link.href).hash.slice(1))?.focus();
  });

  // Two minutes before the session ends a dialog says so; at the end the page signs out.
  let announced = "";
  setInterval(() => {
    const dialog = document.querySelector("dialog[data-ends-at]");
    const ends = Date.parse(dialog?.dataset.endsAt ?? "");
    if (Number.isNaN(ends)) return;
    const left = ends - Date.now();
    if (left <= 0) {
      location.reload();
      dialog.removeAttribute("data-ends-at");
    } else if (left <= WARN_MS) {
      const clock = `${Math.floor(left / 60000)}:${String(Math.floor((left % 60000) / 1000)).padStart(2, "0")}`;
      dialog.querySelector("[data-time-left]").textContent = clock;
      if (!dialog.open) dialog.showModal();
      const minute = Math.ceil(left / 60000);
      if (announced !== `${dialog.dataset.endsAt}-${minute}`) {
        announced = `${dialog.dataset.endsAt}-${minute}`;
        live(spanish() ? `Su sesión termina en ${minute} min.` : `Your session ends in ${minute} min.`);
      }
    } else if (dialog.open) {
      dialog.close();
    }
  }, 1000);

  // Moving within the app changes no document: say where one is, and start at the heading.
  let path = location.pathname;
  new MutationObserver(() => {
    if (document.querySelector("[data-reload]")) {
      location.reload();
      return;
    }
    if (location.pathname === path) return;
    const heading = document.querySelector("main h1");
    if (!heading) return;
    path = location.pathname;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: false });
    live(document.title);
  }).observe(document.body, { childList: true, subtree: true });
})();
