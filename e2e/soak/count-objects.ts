import type { EventEmitter } from 'node:events'

/** How many objects a process has of every kind that a leak could add to. */
export type ObjectCounts = {
  runningStreams: number
  feeds: number
  timers: number
  listeners: number
  /** Dispatchers of undici, which keeps as many as were ever needed at once. */
  dispatchers: number
  sockets: number
  abortSignals: number
  readableStreams: number
  promises: number
  objects: number
  /** The entries of all maps and sets. */
  entries: number
}

/** Runs in the server, so it uses only globals. */
export function countObjects(objects: readonly object[]): ObjectCounts {
  const events = process.getBuiltinModule('node:events')
  const { Socket } = process.getBuiltinModule('node:net')
  const { isMap, isPromise, isSet } = process.getBuiltinModule('node:util').types
  const timer = setTimeout(() => {})
  clearTimeout(timer)
  const counts: ObjectCounts = {
    runningStreams: 0,
    feeds: 0,
    timers: 0,
    listeners: 0,
    dispatchers: 0,
    sockets: 0,
    abortSignals: 0,
    readableStreams: 0,
    promises: 0,
    objects: objects.length,
    entries: 0,
  }
  for (const object of objects) if (!isPrototype(object)) count(object)
  return counts

  function count(object: object): void {
    // Our classes cannot be reached from here, but a build keeps the names of public members.
    if ('providerClosed' in object) counts.runningStreams += 1
    if ('read' in object && 'leave' in object) counts.feeds += 1
    if (isArmedTimer(object)) counts.timers += 1
    if (object instanceof AbortSignal) {
      counts.abortSignals += 1
      counts.listeners += events.getEventListeners(object, 'abort').length
    }
    if (isEmitter(object)) {
      if (object.listenerCount('connectionError') > 0) counts.dispatchers += 1
      else counts.listeners += listenersOf(object)
    }
    if (object instanceof Socket) counts.sockets += 1
    if (object instanceof ReadableStream) counts.readableStreams += 1
    if (isPromise(object)) counts.promises += 1
    if (isMap(object) || isSet(object)) counts.entries += object.size
  }

  /** A cleared timer is not counted, even if something still holds it. */
  function isArmedTimer(object: object): boolean {
    return object instanceof timer.constructor && Reflect.get(object, '_destroyed') === false
  }

  function isEmitter(object: object): object is EventEmitter {
    return object instanceof events.EventEmitter
  }

  function listenersOf(emitter: EventEmitter): number {
    return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0)
  }

  function isPrototype(object: object): boolean {
    return Object.hasOwn(object, 'constructor')
  }
}
