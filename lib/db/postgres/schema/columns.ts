import { bigint, customType } from 'drizzle-orm/pg-core'

/** A whole number as JavaScript has it, such as milliseconds since the epoch. */
export const whole = (name: string) => bigint(name, { mode: 'number' })

/** The times of better-auth, which are dates; stored as all times are, in milliseconds since the epoch. */
export const time = customType<{ data: Date; driverData: number | string }>({
  dataType: () => 'bigint',
  toDriver: (date) => date.getTime(),
  // Drizzle has parsers of its own, which leave numbers of 64 bits as texts.
  fromDriver: (milliseconds) => new Date(Number(milliseconds)),
})
