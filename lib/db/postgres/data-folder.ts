import path from 'node:path'

/** Where a server on PostgreSQL keeps the few files that are its own, such as the secret of its cookies. */
export const dataFolder = (): string => path.resolve('data')
