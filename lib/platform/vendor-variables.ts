/** Variables by name, as a process is given them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Vendors with variables of their own, by the prefix of these. */
export const vendorPrefixes = ['OPENAI', 'ANTHROPIC', 'DEEPSEEK', 'OLLAMA'] as const

export type VendorPrefix = (typeof vendorPrefixes)[number]

/** How to reach one vendor. */
export type VendorSettings = { apiKey?: string; baseUrl?: string; models: string[] }

export type VendorsConfig = {
  /** The settings in `<PREFIX>_API_KEY`, `<PREFIX>_BASE_URL` and `<PREFIX>_MODELS`. */
  vendor: (prefix: VendorPrefix) => VendorSettings
  /** OpenAI-compatible servers by name. */
  compatible: ReadonlyMap<string, VendorSettings & { baseUrl: string }>
}

/** Names of providers that no compatible server can have. */
const takenNames = new Set([
  ...vendorPrefixes.map((prefix) => prefix.toLowerCase()),
  'compatible',
  'demo',
])

/**
 * Reads the vendors from the variables. `COMPATIBLE_BASE_URL` is the provider `compatible`, and
 * `COMPATIBLE_<NAME>_BASE_URL` is `<name>`. Each problem is a line without any value: an address may have
 * a password in it.
 */
export function readVendors(variables: Variables): VendorsConfig & { problems: string[] } {
  const servers = Object.keys(variables).flatMap((variable) => {
    const match = /^(COMPATIBLE(?:_([A-Z0-9_]+))?)_BASE_URL$/.exec(variable)
    return match?.[1] === undefined ? [] : [{ prefix: match[1], name: match[2]?.toLowerCase() }]
  })
  const compatible = new Map<string, VendorSettings & { baseUrl: string }>()
  for (const { prefix, name = 'compatible' } of servers) {
    const { baseUrl, ...settings } = vendorSettings(variables, prefix)
    if (baseUrl !== undefined) compatible.set(name, { ...settings, baseUrl })
  }
  return {
    vendor: (prefix) => vendorSettings(variables, prefix),
    compatible,
    problems: [
      ...[...vendorPrefixes, ...servers.map(({ prefix }) => prefix)].flatMap((prefix) => [
        ...addressProblems(`${prefix}_BASE_URL`, variables),
        ...keyProblems(`${prefix}_API_KEY`, variables),
      ]),
      ...servers.flatMap(({ prefix, name }) => [
        ...(name !== undefined && takenNames.has(name)
          ? [`${prefix}_BASE_URL: the provider name ${name} is already taken`]
          : []),
        ...(vendorSettings(variables, prefix).models.length === 0
          ? [`${prefix}_MODELS: must list the models of ${prefix}_BASE_URL`]
          : []),
      ]),
    ],
  }
}

function vendorSettings(variables: Variables, prefix: string): VendorSettings {
  const apiKey = variables[`${prefix}_API_KEY`]?.trim()
  const baseUrl = variables[`${prefix}_BASE_URL`]?.trim()
  const models = (variables[`${prefix}_MODELS`] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return {
    models,
    ...(apiKey !== undefined && { apiKey }),
    ...(baseUrl !== undefined && { baseUrl }),
  }
}

/** The AI SDK appends paths to an address, so one with a query or a fragment would never work. */
function addressProblems(variable: string, variables: Variables): string[] {
  const address = variables[variable]?.trim()
  if (address === undefined) return []
  if (!/^https?:\/\//i.test(address)) return [`${variable}: must begin with http:// or https://`]
  if (!URL.canParse(address)) return [`${variable}: is not a URL`]
  const { username, password } = new URL(address)
  if (username !== '' || password !== '')
    return [`${variable}: must not contain a user name or a password`]
  if (/[?#]/.test(address)) return [`${variable}: must end with the path, without ? or #`]
  return []
}

/** A header can hold no other characters; a line break comes from a pasted file. */
function keyProblems(variable: string, variables: Variables): string[] {
  const key = variables[variable]?.trim()
  if (key === undefined || /^[\x21-\x7e]+$/.test(key)) return []
  return [`${variable}: contains spaces or other characters that a key cannot contain`]
}
