// The demonstration's OpenID Connect provider. Anyone may be anyone here: never use it for real.
import { createServer } from 'node:http'

import { config } from './config.mjs'
import { answerInteraction } from './interaction.mjs'
import { makeProvider } from './provider.mjs'
import { readAsset } from './page.mjs'

const provider = makeProvider(config)
const answerProtocol = provider.callback()

async function answer(request, response) {
  const { pathname } = new URL(request.url, config.issuer)
  const asset = request.method === 'GET' ? readAsset(pathname) : undefined
  if (asset) {
    response.writeHead(200, { 'Content-Type': asset.type, 'Cache-Control': 'max-age=300' })
    response.end(asset.body)
  } else if (pathname === '/healthz') {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' })
    response.end('ok\n')
  } else if (pathname === '/') {
    response.writeHead(302, { Location: config.publicUrl }).end()
  } else if (pathname.startsWith('/interaction/')) {
    await answerInteraction(provider, request, response)
  } else {
    await answerProtocol(request, response)
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(`demo identity provider: ${error.name}: ${error.message}`)
    if (!response.headersSent) response.writeHead(500)
    response.end()
  })
})

server.on('error', (error) => {
  const why = error.code === 'EADDRINUSE'
    ? `port ${config.port} is taken; set CX_DEMO_OIDC_PORT to another one`
    : error.message
  console.error(`demo identity provider: ${why}`)
  process.exit(1)
})

server.listen(config.port, config.host, () => {
  console.log(`demo identity provider: ready at ${config.issuer}`)
})

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
}
