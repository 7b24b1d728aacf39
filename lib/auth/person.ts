/** Who is calling. */
export type Person = { id: string; guest: boolean }
