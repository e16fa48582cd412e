FROM node:26-bookworm-slim AS install
WORKDIR /bourse
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.mjs ./
COPY packages/core/package.json packages/core/
COPY packages/adapters/package.json packages/adapters/
COPY packages/http/package.json packages/http/
# What the server needs and no more; its Node.js is the image's own.
RUN npx --yes pnpm@12 install --frozen-lockfile --prod --no-optional --filter-prod "@bourse/http..."
COPY packages/core/src packages/core/src
COPY packages/adapters/src packages/adapters/src
COPY packages/http/src packages/http/src

FROM node:26-bookworm-slim
WORKDIR /bourse
COPY --from=install /bourse .
# The commands on the data folder: docker exec NAME bourse audit
RUN ln -s /bourse/packages/http/src/cli/main.ts /usr/local/bin/bourse
# A new volume takes its owner from here, so that the server may write to it.
RUN mkdir /data && chown node:node /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthcheck`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node.js itself, not a shell: it is what SIGTERM must reach.
CMD ["node", "--conditions=@bourse/source", "packages/http/src/main.ts"]
