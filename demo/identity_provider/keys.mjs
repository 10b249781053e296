// The keys that sign ID tokens, kept in the data folder: who fetched them before a restart can
// still check what is signed after it.
// `node keys.mjs rotate` puts a new signing key first and keeps the one before it; then restart.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

import { config } from './config.mjs'

const KEPT = 2

// A JWK set with private keys; made on first use.
export function readKeys(file) {
  if (!existsSync(file)) {
    makeOnce(file, { keys: [signingKey()] })
  }
  return JSON.parse(readFileSync(file, 'utf8'))
}

export function rotate(file) {
  const { keys } = readKeys(file)
  const draft = writeDraft(file, { keys: [signingKey(), ...keys].slice(0, KEPT) })
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
