import type { Sender } from '@/lib/budgets/sender'
import type { Log } from '@/lib/platform/log'
import type { VerbContext } from '@/lib/verbs/define-verb'
import { member } from './senders'

/** A call to these services by a sender, or by the member with this ID; `admitted` may refuse it. */
export function callBy<Services extends { log: Log }>(
  caller: Sender | string,
  services: Services,
  admitted = async () => {},
): VerbContext<Services> {
  const by = typeof caller === 'string' ? member(caller) : caller
  return { services, caller: by, log: services.log, admitted }
}
