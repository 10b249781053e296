// Everything the provider remembers, in memory; the portal's two clients are made when asked for,
// because the portal may write its public keys after the provider has started.
import { readFileSync } from 'node:fs'

const GRANTED = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken'])
const SWEEP_EVERY = 500

export function makeStore(config) {
  const rows = new Map()
  let writes = 0

  const living = (key) => {
    const row = rows.get(key)
    if (row && row.until <= Date.now()) {
      rows.delete(key)
      return undefined
    }
    return row?.payload
  }

  const sweep = () => {
    writes += 1
    if (writes % SWEEP_EVERY === 0) for (const key of [...rows.keys()]) living(key)
  }

  return class Store {
    constructor(model) {
      this.model = model
      this.key = (id) => `${model} ${id}`
    }

    async upsert(id, payload, seconds) {
      sweep()
      const until = seconds ? Date.now() + seconds * 1000 : Infinity
      rows.set(this.key(id), { payload, until })
    }

    async find(id) {
      return this.model === 'Client' ? clientOf(config, id) : living(this.key(id))
    }

    async findByUid(uid) {
      return this.#where((payload) => payload.uid === uid)
    }

    async findByUserCode() {
      return undefined
    }

    async consume(id) {
      const payload = living(this.key(id))
      if (payload) payload.consumed = Math.floor(Date.now() / 1000)
    }

    async destroy(id) {
      rows.delete(this.key(id))
    }

    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of rows) {
        if (GRANTED.has(key.split(' ', 1)[0]) && payload.grantId === grantId) rows.delete(key)
      }
    }

    #where(matches) {
      const prefix = this.key('')
      for (const [key, { payload }] of rows) {
        if (key.startsWith(prefix) && matches(payload)) return living(key)
      }
      return undefined
    }
  }
}

function clientOf({ clients, clientKeysFile, publicUrl, serviceName }, id) {
  if (!Object.hasOwn(clients, id)) return undefined
  return {
    client_id: id,
    client_name: serviceName,
    redirect_uris: [`${publicUrl}/sign-in/callback`],
    post_logout_redirect_uris: [`${publicUrl}/signed-out`, `${publicUrl}/es/signed-out`],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'private_key_jwt',
    id_token_signed_response_alg: 'RS256',
    jwks: readClientKeys(clientKeysFile),
  }
}

function readClientKeys(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return { keys: [] }
    throw error
  }
}
