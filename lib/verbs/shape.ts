import type { z } from 'zod'

/** A feed of events, each with an ID after which a reader can go on. */
export type EventsShape<Told> = {
  /** The data of each event. */
  events: z.ZodType
  /** There may be nothing to follow, and then the output is nothing. */
  orNothing?: true
  /** The value that comes with the feed, for a caller who does not read it. */
  value?: z.ZodType<Told>
}

/** A file that comes in pieces, of one of these media types. */
export type FileShape = { mediaTypes: readonly string[] }

/** The description of an output: a value of this schema, nothing, a feed, or a file. */
export type Shape<Told> = z.ZodType<Told> | 'nothing' | EventsShape<Told> | FileShape
