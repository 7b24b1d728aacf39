/** The time of every picture, in milliseconds since 1970: a Wednesday morning. */
export const PICTURE_TIME = Date.UTC(2026, 10, 18, 9, 30)

/**
 * Runs in the page before its scripts, and makes every picture the same each time: the clock stands
 * still, though timers go on, and the server's times, durations and keys are replaced when read. It
 * is sent to the page as source, so it uses nothing from outside itself.
 */
export function steadyFigures(pictureTime: number): void {
  const HOUR = 60 * 60 * 1000
  const DAY = 24 * HOUR
  const openedAt = Date.now()
  const midnight = (Math.floor(pictureTime / DAY) + 1) * DAY

  Date.now = () => pictureTime
  globalThis.Date = new Proxy(Date, {
    construct: (date, parts: unknown[]) =>
      Reflect.construct(date, parts.length === 0 ? [pictureTime] : parts) as Date,
  })

  /** Times keep their distance in hours, and with it their order where that matters. */
  const steadyTime = (time: string) => {
    const hours = Math.round((Date.parse(time) - openedAt) / HOUR)
    return new Date(pictureTime + hours * HOUR).toISOString()
  }
  const figures: Record<string, (value: number) => number> = {
    stoppedInMs: () => 3,
    savedInMs: () => 9,
    firstTokenMs: () => 640,
    thoughtMs: (value) => (value === 0 ? 0 : 12_000),
    retryAfterSeconds: (value) => (value > 60 ? (midnight - pictureTime) / 1000 : value),
  }
  const steady = (name: string, value: unknown): unknown => {
    if (typeof value === 'number') return figures[name]?.(value) ?? value
    if (typeof value !== 'string') return value
    if (value.startsWith('fullstop_')) {
      return 'fullstop_k3yOfThisPictureWhichOpensNothingAtAll0000000000'.slice(0, value.length)
    }
    if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return value
    if (name === 'resetsAt') return new Date(midnight).toISOString()
    if (name === 'startedAt') return new Date(Date.parse(steadyTime(value)) - 9_400).toISOString()
    return steadyTime(value)
  }

  const { parse } = JSON
  JSON.parse = (text: string, reviver?: (key: string, value: unknown) => unknown) => {
    if (reviver) return parse(text, reviver) as unknown
    return parse(text, (name, value: unknown) => steady(name, value)) as unknown
  }
  // The page tells the server's time by this header.
  const { prototype } = Headers
  const get = Reflect.get(prototype, 'get') as typeof prototype.get
  prototype.get = function getSteady(this: Headers, name: string) {
    return name.toLowerCase() === 'date' ? new Date().toUTCString() : get.call(this, name)
  }
  Response.prototype.json = async function json(this: Response) {
    return JSON.parse(await this.text()) as unknown
  }
}
