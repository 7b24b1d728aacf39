import type { z } from 'zod'
import type { Broadcast, Bus, Notice, ServerMessage } from '@/lib/bus/bus'
import { LocalListeners } from '@/lib/bus/local-listeners'
import { broadcastSchema, noticeSchema, serverMessageSchema } from '@/lib/bus/news-schemas'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { RedisConnections } from '@/lib/redis/connect-to-redis'
import { LatestEnvelopes, openEnvelope } from './envelope'
import { Hearing } from './hearing'
import { Outbox } from './outbox'
import { Refusals } from './refusals'
import { Subscriptions } from './subscriptions'

/** Every channel begins with `fs:`, so that an operator can name them all. */
const ALL_SERVERS = 'fs:all'
const PERSON = 'fs:person:'

/**
 * The bus of several servers with one Redis, whose channels carry what is for others. Redis stores none
 * of it.
 */
export class RedisBus implements Bus {
  readonly serverId: string
  readonly #here: LocalListeners
  readonly #ownChannel: string
  readonly #commands: RedisConnections['commands']
  readonly #outbox: Outbox
  readonly #subscriptions: Subscriptions
  readonly #hearing: Hearing
  readonly #refusals: Refusals
  readonly #latest = new LatestEnvelopes()

  constructor(options: { serverId: string; redis: RedisConnections; clock: Clock; log: Log }) {
    const { serverId, redis, clock, log } = options
    this.serverId = serverId
    this.#here = new LocalListeners(log)
    this.#ownChannel = channelOfServer(serverId)
    this.#commands = redis.commands
    this.#refusals = new Refusals(log)
    this.#outbox = new Outbox({
      serverId,
      commands: redis.commands,
      clock,
      allServers: ALL_SERVERS,
      onRefused: (error) => {
        this.#refusals.ofRedis(error)
      },
    })
    this.#hearing = new Hearing({
      clock,
      beat: this.#beat,
      reconnect() {
        // The client would give up for good if it were told so while it begins to connect.
        if (redis.subscriptions.status === 'ready') redis.subscriptions.disconnect(true)
      },
      onMissed: (deafFor) => {
        this.#here.toDeafness.tell(deafFor)
      },
      onHeardAgain(deafFor) {
        log.warn({ deafForMs: deafFor }, 'the other servers are heard again')
      },
    })
    this.#subscriptions = new Subscriptions({
      connection: redis.subscriptions,
      channels: () => [
        ...Array.from(this.#here.persons, channelOfPerson),
        ALL_SERVERS,
        this.#ownChannel,
      ],
      onBegun: () => {
        this.#hearing.restart()
      },
      onSubscribed: this.#beat,
      onClosed: () => {
        this.#hearing.end()
      },
      onFailed: (error) => {
        this.#refusals.ofRedis(error)
        this.#hearing.fail()
      },
      onMessage: (channel, text) => {
        this.#hear(channel, text)
      },
    })
    redis.commands.on('ready', this.#beat)
  }

  get isDeaf(): boolean {
    return this.#hearing.isDeaf
  }

  publish(personId: string, notice: Notice): void {
    this.#here.tellPerson(personId, notice)
    this.#outbox.post(channelOfPerson(personId), notice)
  }

  subscribe(personId: string, listener: (notice: Notice) => void): () => void {
    const isFirst = !this.#here.hasPerson(personId)
    const remove = this.#here.addToPerson(personId, listener)
    if (isFirst) this.#subscriptions.add(channelOfPerson(personId))
    return () => {
      const wasThere = this.#here.hasPerson(personId)
      remove()
      const isLast = wasThere && !this.#here.hasPerson(personId)
      if (isLast) this.#subscriptions.remove(channelOfPerson(personId))
    }
  }

  async subscribed(personId: string): Promise<void> {
    await this.#subscriptions.settled(channelOfPerson(personId))
  }

  send(serverId: string, message: ServerMessage): void {
    if (serverId === this.serverId) this.#here.toServer.tell(message)
    else this.#outbox.post(channelOfServer(serverId), message)
  }

  broadcast(message: Broadcast): void {
    this.#here.toServer.tell(message)
    this.#outbox.post(ALL_SERVERS, message)
  }

  receive(listener: (message: ServerMessage | Broadcast) => void): () => void {
    return this.#here.toServer.add(listener)
  }

  whenDeaf(listener: (deafFor: number) => void): () => void {
    return this.#here.toDeafness.add(listener)
  }

  /** Hears and sends nothing more. The connections are left to whoever opened them. */
  close(): void {
    this.#commands.off('ready', this.#beat)
    this.#hearing.close()
    this.#subscriptions.close()
  }

  readonly #beat = (): void => {
    void this.#outbox.beat(this.#ownChannel)
  }

  #hear(channel: string, text: string): void {
    const envelope = openEnvelope(text)
    if (!envelope) {
      this.#refusals.ofNews('envelope')
      return
    }
    if (envelope.from === this.serverId) {
      // What is for this server it has told itself. On its own channel there are only beats.
      if (channel === this.#ownChannel) this.#hearing.echo()
      return
    }
    if (!this.#latest.accept(envelope)) return
    if (envelope.lostFor !== undefined) this.#hearing.miss(envelope.lostFor)
    for (const news of envelope.news) this.#tell(channel, news)
  }

  #tell(channel: string, news: unknown): void {
    if (channel.startsWith(PERSON)) {
      const notice = this.#read(noticeSchema, news)
      if (notice) this.#here.tellPerson(channel.slice(PERSON.length), notice)
    } else {
      const schema = channel === ALL_SERVERS ? broadcastSchema : serverMessageSchema
      const message = this.#read<ServerMessage | Broadcast>(schema, news)
      if (message) this.#here.toServer.tell(message)
    }
  }

  /** Undefined, with a line in the log, for what is damaged or of another version. */
  #read<News>(schema: z.ZodType<News>, news: unknown): News | undefined {
    const { data } = schema.safeParse(news)
    if (data === undefined) this.#refusals.ofNews(typeOf(news))
    return data
  }
}

function channelOfServer(serverId: string): string {
  return `fs:srv:${serverId}`
}

function channelOfPerson(personId: string): string {
  return PERSON + personId
}

function typeOf(news: unknown): unknown {
  return typeof news === 'object' && news !== null && 'type' in news ? news.type : undefined
}
