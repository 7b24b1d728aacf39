/** Serves a page of these, and passes its calls on to Fullstop: one origin, so cookies just work. */
export default {
  server: {
    // As an object: by its address alone, Vite would name another host than the page's.
    proxy: { '/api': { target: process.env['FULLSTOP_URL'] ?? 'http://localhost:3000' } },
  },
}
