// The provider's pages as plain HTML, and the two files they use.
import { readFileSync } from 'node:fs'

import { WORDS } from './words.mjs'

const GROUPS = ['person', 'representative', 'staff']
const asset = (name, type) => ({
  type: `${type}; charset=utf-8`,
  body: readFileSync(new URL(name, import.meta.url)),
})
const ASSETS = {
  '/style.css': asset('style.css', 'text/css'),
  '/sign-out.js': asset('sign-out.js', 'text/javascript'),
}

export const readAsset = (path) => (Object.hasOwn(ASSETS, path) ? ASSETS[path] : undefined)

// The first language of a list such as "es-MX en" that we speak; English if there is none.
export function speaks(list) {
  const tags = (list ?? '').toLowerCase().split(/[\s,;]+/)
  return tags.map((tag) => tag.split('-')[0]).find((tag) => Object.hasOwn(WORDS, tag)) ?? 'en'
}

// A template whose values are escaped, except those that are such templates themselves.
class Html {
  constructor(text) { this.text = text }
}

function html(parts, ...values) {
  const put = (value) => {
    if (value instanceof Html) return value.text
    if (Array.isArray(value)) return value.map(put).join('')
    return String(value).replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)
  }
  return new Html(parts.reduce((text, part, n) => text + put(values[n - 1]) + part))
}

export function choicePage({ serviceName }, lang, people) {
  const say = WORDS[lang]
  const group = (kind) => {
    const members = people.filter((person) => person.kind === kind)
    return members.length ? html`
    <h2 id="${kind}">${say[kind]}</h2>
    <ul aria-labelledby="${kind}">${members.map((person) => choice(person, lang))}
    </ul>` : ''
  }
  return { lang, title: say.title, body: html`
  <p class="lead">${say.lead} ${say.goingTo(serviceName)}</p>
  ${GROUPS.map(group)}
  <form method="post"><button class="plain" name="cancel" value="1">${say.cancel}</button></form>` }
}

function choice({ sub, name, story, email }, lang) {
  return html`
      <li class="person">
        <form method="post"><button name="sub" value="${sub}"
          aria-describedby="about-${sub}"><strong>${name}</strong></button></form>
        <p id="about-${sub}">${story[lang]} <span class="email">${email}</span></p>
      </li>`
}

// `form` is the library's own, with its protection against forged requests.
export function signOutPage(_config, lang, form) {
  const say = WORDS[lang]
  return { lang, title: say.signOutTitle, body: html`
  ${new Html(form)}
  <p><button class="main" form="op.logoutForm" name="logout" value="yes">${say.signOut}</button></p>
  <script src="/sign-out.js"></script>` }
}

export function signedOutPage(config, lang) {
  const say = WORDS[lang]
  return { lang, title: say.signedOutTitle, body: html`<p>${say.signedOut}</p>${home(config, say)}` }
}

export function problemPage(config, lang, error) {
  const say = WORDS[lang]
  return { lang, title: say.problemTitle, body: html`
  <p>${say.problem}</p>
  <p class="email">${say.reason(error.message)}</p>${home(config, say)}` }
}

const home = ({ publicUrl, serviceName }, say) => html`
  <p><a href="${publicUrl}">${say.home(serviceName)}</a></p>`

export function write({ lang, title, body }) {
  return html`<!doctype html>
<html lang="${lang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="stylesheet" href="/style.css">
</head>
<body>
<header><p class="banner">${WORDS[lang].notReal}</p></header>
<main>
  <h1>${title}</h1>${body}
</main>
</body>
</html>
`.text
}
