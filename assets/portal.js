// What the pages need beyond Reflex. Loaded as a file of our own, so that the content security
// policy needs no exception. Everything is delegated: pages come and go without a reload.
"use strict";
(() => {
  const SECOND = 1000;
  const SAID_AT = [60, 30, 10]; // seconds left that a screen reader hears
  const LAST_CALL = 30; // seconds left when a session that could not be extended warns again
  const GRACE = 5 * SECOND; // for the server to answer before the dialog opens after all
  const FIND_HEADING_WITHIN = 8 * SECOND;
  const ENDS = "cx-session-ends"; // shared by the tabs of one browser; only a time, no identity
  const language = () => document.documentElement.lang || "en";

  // --- pressing things ---------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest?.(selector);
    if (hit("[data-print]")) window.print();
    else if (hit("[data-stay]")) stayed();
    else if (hit("[data-sign-out]")) signOutForm()?.requestSubmit();
    else if (hit("[data-focus]")) toField(event, hit("[data-focus]"));
    else if (hit("[data-switch]")) toOtherLanguage(hit("[data-switch]"));
    else if (hit("[data-quick-exit]")) leave(event, hit("[data-quick-exit]"));
  });

  // Of whoever is signed in, or has proven a contact without an account.
  const signOutForm = () =>
    document.querySelector('form[action="/sign-out"], form[action="/appointments/leave"]');

  function toOtherLanguage(link) {
    const here = window.location.pathname.replace(/^\/es(?=\/|$)/, "");
    link.pathname = link.dataset.switch === "es" ? `/es${here}` : here;
  }

  function toField(event, link) {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
  }

  // Someone may be looking over a shoulder: the page goes blank first, the address is replaced
  // so that Back does not lead here, and the session ends behind it.
  function leave(event, link) {
    event.preventDefault();
    document.documentElement.hidden = true;
    document.title = "\u00a0";
    const form = signOutForm();
    if (form)
      fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        keepalive: true,
        redirect: "manual",
      }).catch(() => {});
    window.location.replace(link.href);
  }

  // A page kept by the browser after sign-out must not come back with Back.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  // Until the app has taken over a page, its forms would be sent by the browser: as part of the
  // address, with the code and date of birth in it.
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("action")) event.preventDefault();
  });

  // --- codes: groups appear when the field is left, so the caret never jumps -----------------

  document.addEventListener("focusout", (event) => {
    const size = Number(event.target.dataset?.codeGroup);
    if (size) event.target.value = grouped(event.target.value, size);
  });

  function grouped(typed, size) {
    const plain = typed.replace(/[\s\u2010-\u2015.-]/g, "");
    if (!/^[a-z0-9]+$/i.test(plain)) return typed;
    return plain.toUpperCase().match(new RegExp(`.{1,${size}}`, "g")).join("-");
  }

  // --- after moving to another page, reading starts at its heading ---------------------------

  let place = window.location.pathname;
  let searching = null;

  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...given) {
      const result = original.apply(this, given);
      moved();
      return result;
    };
  }
  window.addEventListener("popstate", moved);

  function moved() {
    if (window.location.pathname === place) return;
    place = window.location.pathname;
    const left = document.querySelector("#main h1");
    const words = left?.textContent;
    searching?.disconnect();
    searching = new MutationObserver(() => arrive(left, words));
    searching.observe(document.body, { childList: true, subtree: true, characterData: true });
    const mine = searching;
    setTimeout(() => mine.disconnect(), FIND_HEADING_WITHIN);
  }

  function arrive(left, words) {
    // A page that stands in for a route of the server: ask the server for it.
    if (document.querySelector("[data-reload]")) return window.location.reload();
    toHeading(left, words);
  }

  function toHeading(left, words) {
    const heading = document.querySelector("#main h1");
    if (!heading || (heading === left && heading.textContent === words)) return;
    searching.disconnect();
    const busy = document.activeElement?.closest("#main, dialog");
    if (busy) return; // the person, or the page itself, already chose where to be
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true }); // going back keeps its place on the page
  }

  // --- questions -----------------------------------------------------------------------------

  // A question is in the page for as long as it stands. It opens when it comes; Escape presses its
  // own Cancel; and when it has gone, what had the focus before has it again.
  let asked = null;
  let asker = null;

  new MutationObserver(() => {
    const dialog = document.querySelector("dialog[data-question]");
    if (dialog === asked) return;
    if (dialog) ask(dialog);
    else if (document.activeElement === document.body && asker?.isConnected) asker.focus();
    asked = dialog;
  }).observe(document.body, { childList: true, subtree: true });

  function ask(dialog) {
    asker = document.activeElement;
    dialog.onclose = () => dialog.querySelector("[data-cancel]")?.click();
    dialog.showModal();
  }

  // --- files --------------------------------------------------------------------------------

  // A chosen file goes up by itself, as it is, one after the other; its name travels in a header.
  document.addEventListener("change", (event) => {
    const field = event.target.closest?.("input[data-upload]");
    if (field?.files.length) sendFiles(field);
  });

  async function sendFiles(field) {
    const files = [...field.files];
    field.value = ""; // choosing the same file again is a change again
    const at = (name) => field.closest("[data-upload-place]").querySelector(`[data-upload-${name}]`);
    at("problem").textContent = at("said").textContent = "";
    for (const file of files) {
      const words = (name) => field.dataset[name].replace("{name}", file.name);
      at("said").textContent = words("sending");
      const problem =
        file.size > Number(field.dataset.maxBytes)
          ? words("tooLarge")
          : await sendFile(field, file, at("bar")).catch(() => words("failed"));
      at("said").textContent = problem ? "" : words("sent");
      if (problem) at("problem").append(`${at("problem").textContent ? " " : ""}${problem}`);
      else at("done").click();
    }
    at("bar").hidden = true;
  }

  // What the server has against the file; nothing when it took it. XMLHttpRequest, because fetch
  // does not tell how much has gone.
  function sendFile(field, file, bar) {
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      call.open("POST", field.dataset.to);
      call.setRequestHeader("CX-Csrf", field.dataset.csrf);
      call.setRequestHeader("CX-File-Name", encodeURIComponent(file.name));
      call.setRequestHeader("CX-Request", field.dataset.request);
      call.setRequestHeader("Content-Language", field.dataset.lang);
      call.setRequestHeader("Content-Type", "application/octet-stream");
      call.upload.onprogress = (sent) => {
        bar.hidden = false;
        bar.value = (100 * sent.loaded) / sent.total;
      };
      call.onerror = call.ontimeout = reject;
      call.onload = () => {
        const said = call.status === 201 ? {} : JSON.parse(call.responseText || "{}");
        if (call.status === 201) resolve("");
        else if (said.message) resolve(`${file.name}: ${said.message}`);
        else reject(new Error(String(call.status)));
      };
      call.send(file);
    });
  }

  // --- hours of the phone, on the reader's own clock --------------------------------------------

  const EASTERN = { timeZone: "America/New_York", hourCycle: "h23" };
  const onClock = (at, lang, more) =>
    at.toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", ...more });

  function eastern(time) { // Today at this time of the Eastern day: 4 or 5 hours behind UTC.
    const day = new Date().toLocaleDateString("en-CA", EASTERN);
    return [4, 5]
      .map((behind) => new Date(Date.parse(`${day}T${time}:00Z`) + behind * 3600 * SECOND))
      .find((at) => onClock(at, "en-GB", EASTERN) === time);
  }

  setInterval(() => {
    for (const place of document.querySelectorAll("[data-hours-from]")) {
      const [from, until] = [place.dataset.hoursFrom, place.dataset.hoursUntil].map(eastern);
      const mine = (at) => onClock(at, language(), { hour: "numeric", timeZoneName: "short" });
      const words = place.dataset.hoursWords.replace("{from}", mine(from));
      const there = onClock(from, "en-GB") === place.dataset.hoursFrom;
      place.textContent = there ? "" : words.replace("{until}", mine(until));
    }
  }, SECOND);

  // --- a time that is held for somebody -------------------------------------------------------

  const HELD_SAID_AT = [120, 60, 30]; // seconds left that a screen reader hears
  let heldRound = { until: "", said: null };

  setInterval(() => {
    const held = document.querySelector("[data-held-until]");
    const until = held && Date.parse(held.dataset.heldUntil);
    if (!until || ahead === null) return;
    if (heldRound.until !== held.dataset.heldUntil)
      heldRound = { until: held.dataset.heldUntil, said: null, over: false };
    const left = Math.max(0, Math.ceil((until - (Date.now() - ahead)) / SECOND));
    const shown = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    held.querySelector("[data-held-left]").textContent = shown;
    const due = HELD_SAID_AT.findLast((at) => left <= at);
    if (due && due !== heldRound.said) {
      heldRound.said = due;
      held.querySelector("[data-held-said]").textContent =
        `${held.dataset.heldWords} ${inSeconds(left)}`;
    }
    if (left === 0 && !heldRound.over) {
      heldRound.over = true;
      held.querySelector("[data-held-over]").click();
    }
  }, SECOND);

  // --- promised calls: how long until each, on the desk of officers ------------------------------

  let countdownsPaused = false; // what moves can be paused (WCAG 2.2.2)

  setInterval(() => {
    if (ahead === null || countdownsPaused) return;
    for (const shown of document.querySelectorAll("[data-count-until]")) {
      const until = Date.parse(shown.dataset.countUntil);
      if (!until) continue;
      const left = Math.max(0, Math.ceil((until - (Date.now() - ahead)) / SECOND));
      const said = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (shown.textContent !== said) shown.textContent = said;
    }
  }, SECOND);

  document.addEventListener("click", (event) => {
    const press = event.target.closest?.("[data-countdown-pause]");
    if (!press) return;
    countdownsPaused = !countdownsPaused;
    press.setAttribute("aria-pressed", String(countdownsPaused));
  });

  const inSeconds = (left) =>
    new Intl.NumberFormat(language(), {
      style: "unit",
      unit: "second",
      unitDisplay: "long",
    }).format(left);

  // --- the end of the session -----------------------------------------------------------------

  let ahead = null; // how far this machine's clock runs ahead of the server's, in ms
  let measuring = false;
  let active = 0; // when somebody last pressed something here
  let round = { ends: 0, opensAt: 0, askedAt: 0, said: null }; // one for each announced end
  let over = false;

  setInterval(() => {
    const dialog = document.querySelector("dialog[data-ends-at]");
    const ends = dialog && Date.parse(dialog.dataset.endsAt);
    if (!ends || over) return;
    if (ahead !== null) watch(dialog, latest(ends));
    else if (!measuring) measure();
  }, SECOND);

  for (const name of ["keydown", "pointerdown"])
    window.addEventListener(name, () => (active = Date.now()), { capture: true, passive: true });

  // Until the server has said what time it is, nobody is warned or sent away: a wrong clock here
  // must not end a session there.
  async function measure() {
    measuring = true;
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    const server = Date.parse(answer?.headers.get("date") ?? "");
    if (server) ahead = Date.now() - server;
    measuring = false;
  }

  // Another tab may have kept the session alive.
  function latest(ends) {
    const known = Number(localStorage.getItem(ENDS)) || 0;
    if (ends > known) localStorage.setItem(ENDS, String(ends));
    return Math.max(ends, known);
  }

  function watch(dialog, ends) {
    const warnAt = Number(dialog.dataset.warnSeconds);
    if (round.ends !== ends) round = { ends, opensAt: warnAt, askedAt: 0, said: null };
    const left = Math.ceil((ends - (Date.now() - ahead)) / SECOND);
    if (left <= 0) end(dialog);
    else if (left > warnAt) close(dialog);
    else if (left <= round.opensAt) warn(dialog, left, warnAt);
  }

  // Whoever is typing is plainly still there: stay signed in for them, without a question.
  function warn(dialog, left, warnAt) {
    const now = Date.now();
    if (!dialog.open && !round.askedAt && now - active < warnAt * SECOND) {
      round.askedAt = now;
      dialog.querySelector("[data-stay]").click();
    }
    if (!dialog.open && now - round.askedAt > GRACE) open(dialog);
    if (dialog.open) show(dialog, left);
  }

  function open(dialog) {
    dialog.oncancel = () => dialog.querySelector("[data-stay]").click();
    dialog.showModal();
  }

  function close(dialog) {
    if (dialog.open) dialog.close();
  }

  // A session at its longest can't be extended: then one more warning, and no third.
  function stayed() {
    const dialog = document.querySelector("dialog[data-ends-at][open]");
    if (!dialog) return;
    round.opensAt = round.opensAt > LAST_CALL ? LAST_CALL : 0;
    close(dialog);
  }

  function show(dialog, left) {
    const minutes = Math.floor(left / 60);
    const shown = `${minutes}:${String(left % 60).padStart(2, "0")}`;
    dialog.querySelector("[data-time-left]").textContent = shown;
    const due = SAID_AT.findLast((at) => left <= at);
    if (!due || due === round.said) return;
    round.said = due;
    dialog.querySelector("[data-time-said]").textContent = inSeconds(left);
  }

  // Nothing personal stays on a screen that nobody watches. Signing out also ends the session at
  // the identity provider; merely loading a page would begin another half hour.
  function end(dialog) {
    over = true;
    document.documentElement.hidden = true;
    const form = signOutForm();
    if (form) form.requestSubmit();
    else window.location.replace(dialog.dataset.endedHref);
  }

  document.addEventListener("submit", (event) => {
    if (event.target === signOutForm()) localStorage.removeItem(ENDS);
  });
})();
