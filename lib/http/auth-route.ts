import { openRoute } from './route'

/** better-auth's own wire; it checks origins and bodies itself. */
export const authRoute = openRoute(async ({ request, runtime }) => {
  const response = await runtime.authentication.handle(request)
  // Its headers may be immutable, and every response of ours gets one more.
  return new Response(response.body, response)
})
