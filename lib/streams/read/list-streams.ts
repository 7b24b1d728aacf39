import type { StreamInfo } from '@/lib/contract/stream-info'
import type { RemoteStreams } from '@/lib/streams/remote/remote-streams'
import { infoOf } from '@/lib/streams/run/stream-facts'
import type { StreamTable } from '@/lib/streams/run/stream-table'

type Streams = { table: StreamTable; remote: RemoteStreams | undefined }

/** The running streams of a person, on every server. */
export async function listStreams(
  { table, remote }: Streams,
  personId: string,
): Promise<StreamInfo[]> {
  const here = table.ofPerson(personId).map(infoOf)
  return [...here, ...((await remote?.list(personId)) ?? [])]
}

/** How many readers follow an answer now; another server with readers counts as one. */
export async function followersOf(
  { table, remote }: Streams,
  personId: string,
  messageId: string,
): Promise<number> {
  const here = table.running.get(messageId)
  if (here) return here.state.followers
  return (await remote?.followersOf(personId, messageId)) ?? 0
}
