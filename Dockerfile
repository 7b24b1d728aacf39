# Builds Fullstop, and leaves an image with what a server needs, and nothing more: docs/deploy.md.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package needs its script here. That of better-sqlite3 would ask for Python, which this base lacks.
RUN npm ci --include=dev --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-slim
# The ID of the user that the server runs as. All it can write is data; the rest belongs to root.
ARG USER_ID=1000
# The first three are those of `npm start`. Without the last one Next would listen on the container's ID.
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 NEXT_MANUAL_SIG_HANDLE=1 HOSTNAME=0.0.0.0
WORKDIR /app
COPY --from=build /app/.next/standalone ./
RUN install -d -m 700 -o $USER_ID data
USER $USER_ID
VOLUME /app/data
EXPOSE 3000
# While it migrates a large database, a server does not answer.
HEALTHCHECK --start-period=5m --interval=15s --timeout=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/api/health`).then(({ ok }) => process.exit(ok ? 0 : 1))"]
CMD ["node", "--import", "./scripts/refuse-taken-port.mjs", "server.js"]
