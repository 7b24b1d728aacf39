import { generateKeyPairSync, sign } from 'node:crypto'

const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BIT_STRING = 0x03
const OBJECT_IDENTIFIER = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17

/** A certificate for localhost and its key, as PEM, with no more than X.509 (RFC 5280) demands. */
export function selfSignedCertificate(): { certificate: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ecdsaWithSha256 = element(SEQUENCE, hex(OBJECT_IDENTIFIER, '2a8648ce3d040302'))
  const commonName = element(
    SEQUENCE,
    hex(OBJECT_IDENTIFIER, '550403'),
    element(UTF8_STRING, Buffer.from('localhost')),
  )
  const name = element(SEQUENCE, element(SET, commonName))
  const validity = [Date.now() - 86_400_000, Date.now() + 86_400_000].map(utcTime)
  const content = element(
    SEQUENCE,
    hex(INTEGER, '01'),
    ecdsaWithSha256,
    name,
    element(SEQUENCE, ...validity),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = element(BIT_STRING, Buffer.of(0), sign('sha256', content, privateKey))
  const base64 = element(SEQUENCE, content, ecdsaWithSha256, signature).toString('base64')
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** One element in DER: tag, length, content. */
function element(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const length = content.length
  const long = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...(length < 0x80 ? [length] : long)), content])
}

function hex(tag: number, content: string): Buffer {
  return element(tag, Buffer.from(content, 'hex'))
}

function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '')
  return element(UTC_TIME, Buffer.from(`${digits.slice(2, 14)}Z`))
}
