/** Where a database is, as a message may name it: host, port and name, never the password. */
export function databaseNameIn(url: string): string {
  if (!URL.canParse(url)) return 'DATABASE_URL'
  const { host, pathname } = new URL(url)
  return `postgres://${host}${pathname}`
}
