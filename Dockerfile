# The GitHub App as an image: docker build -t kernel-rust-audit .
# docs/operating.md tells how to run it; scripts/image-steps.sh does these steps where no Docker engine is at hand.
# It reads this file line by line: commands use relative paths, and only the form in which they stand here.

# Debian, since tree-sitter and libsql come prebuilt for glibc.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package needs its install script, and our own build comes later, when there is something to build.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json LICENSE ./
COPY scripts scripts
COPY src src
COPY examples examples
RUN npm run --silent build
RUN npm prune --omit=dev --ignore-scripts
# What never runs: sources of what is prebuilt, prebuilt code of other platforms, types, maps.
RUN find node_modules -path '*/prebuilds/*' -type d ! -name "linux-$(node -p process.arch)" -prune -exec rm -rf {} + \
 && find node_modules -path '*/@libsql/*-musl' -prune -exec rm -rf {} + \
 && rm -rf node_modules/tree-sitter/vendor node_modules/tree-sitter/src \
 && find node_modules -type f \( -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.map' -o -name '*.c' -o -name '*.wasm' \) -delete
RUN mkdir data

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="kernel-rust-audit" \
      org.opencontainers.image.description="Says what a pull request does to unsafe Rust code in the Linux kernel" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 KRA_DATA=/data
WORKDIR /app
# The program belongs to root: who runs it cannot change it. Only the data folder is its own.
COPY --from=build --chown=node:node /app/data /data
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 3000
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.KRA_ADMIN_PORT || process.env.PORT || 3000) + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process, with no shell or npm between, so that SIGTERM reaches it: reviews get 25 s to end.
CMD ["node", "dist/main/cli.js", "serve"]
