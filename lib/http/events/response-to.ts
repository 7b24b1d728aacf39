import type { ServerResponse } from 'node:http'
import { requestLabels } from '@/lib/platform/request-labels'

/** Node's response to a request that is being answered; undefined if it is not known. */
export function responseTo(request: Request): ServerResponse | undefined {
  const { requestId, responses } = requestLabels()
  return responses.get(request.headers.get(requestId) ?? '')
}
