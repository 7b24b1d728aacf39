/** Serves a page of the examples, and passes its calls on to Fullstop: cookies need one origin. */
export default {
  server: {
    // An object, because with a plain address Vite would send another Host than the page's.
    proxy: { '/api': { target: process.env['FULLSTOP_URL'] ?? 'http://localhost:3000' } },
  },
}
