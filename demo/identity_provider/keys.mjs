// Signing keys and cookie secrets, kept in the data folder so that a restart signs nobody out.
// `node keys.mjs rotate` puts a new signing key first and keeps the one before it; then restart.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

import { config } from './config.mjs'

const KEPT = 2

export function readKeys(file) {
  if (!existsSync(file)) {
    makeOnce(file, { signing: [signingKey()], cookies: [randomBytes(32).toString('base64url')] })
  }
  return JSON.parse(readFileSync(file, 'utf8'))
}

export function rotate(file) {
  const { signing, cookies } = readKeys(file)
  const draft = writeDraft(file, { signing: [signingKey(), ...signing].slice(0, KEPT), cookies })
  renameSync(draft, file)
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomBytes(9).toString('base64url')
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid }
}

// Two processes that start together agree: the first link wins.
function makeOnce(file, keys) {
  mkdirSync(dirname(file), { recursive: true })
  const draft = writeDraft(file, keys)
  try {
    linkSync(draft, file)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}

function writeDraft(file, keys) {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(keys), { mode: 0o600 })
  return draft
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === 'rotate') {
  rotate(config.keysFile)
}
