import type { Cluster } from '../../harness/cluster/cluster'
import { patientFetch } from '../../harness/cluster/patient-fetch'
import type { Trouble } from '../history/conditions'
import { steadyPace } from '../plan/pace'
import type { Site } from '../run/site'

/** A cluster as a place for runs. Its troubles are noted in the list that is given. */
export function siteOfCluster(cluster: Cluster, troubles: readonly Trouble[]): Site {
  const { url, database, servers } = cluster
  return {
    url,
    fetch: patientFetch,
    conditions: { pace: steadyPace, servers: servers.length, troubles },
    query: (sql, ...values) => database.query(sql, ...values),
    storedMessage: (messageId) => database.storedMessage(messageId),
    serverOf: (sessionId) => (sessionId === undefined ? undefined : cluster.serverOf(sessionId)),
  }
}
