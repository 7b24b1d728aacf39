import { readText } from './read-body'
import { openRoute } from './route'

/** better-auth's own wire; it checks origins and bodies itself. */
export const authRoute = openRoute(async ({ request, runtime }) => {
  // It would read a body of any size.
  const body = request.method === 'POST' ? await readText(request) : undefined
  const bounded = new Request(request.url, {
    method: request.method,
    headers: request.headers,
    ...(body !== undefined && { body }),
  })
  const response = await runtime.authentication.handle(bounded)
  // Its headers may be immutable, and every response of ours gets one more.
  return new Response(response.body, response)
})
