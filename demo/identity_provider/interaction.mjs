// The page on which a person of the demonstration is picked, and what follows from the choice.
import { config } from './config.mjs'
import { choicePage, problemPage, speaks, write } from './page.mjs'

const MAX_BODY = 2000

export async function answerInteraction(provider, request, response) {
  let details
  try {
    details = await provider.interactionDetails(request, response)
  } catch (error) {
    const lang = speaks(request.headers['accept-language'])
    return send(response, 400, problemPage(config, lang, error))
  }
  const { params } = details
  const client = config.clients[params.client_id]
  if (request.method === 'POST') {
    const choice = new URLSearchParams(await readBody(request))
    const result = resultOf(client, choice, params.acr_values)
    if (result) return provider.interactionFinished(request, response, result)
  }
  const people = config.people.filter((person) => client.kinds.includes(person.kind))
  return send(response, 200, choicePage(config, speaks(params.ui_locales), people))
}

function resultOf(client, choice, wanted) {
  if (choice.has('cancel')) {
    return { error: 'access_denied', error_description: 'The person went back.' }
  }
  const person = config.people.find((one) => one.sub === choice.get('sub'))
  if (!person || !client.kinds.includes(person.kind)) return undefined
  const login = { accountId: person.sub, acr: best(wanted), amr: client.amr }
  return { login, select_account: {} }
}

// The strongest of what was asked for; the weakest of all when nothing we know was.
function best(wanted) {
  const asked = (wanted ?? '').split(' ')
  return config.assurance.findLast((acr) => asked.includes(acr)) ?? config.assurance[0]
}

async function readBody(request) {
  let body = ''
  for await (const part of request) {
    body += part
    if (body.length > MAX_BODY) break
  }
  return body
}

function send(response, status, page) {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    // Browsers hold the redirects that follow a form to this list too.
    'Content-Security-Policy': "default-src 'none';style-src 'self';base-uri 'none';"
      + `frame-ancestors 'none';form-action 'self' ${config.publicUrl}`,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(write(page))
}
