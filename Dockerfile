# Two images: one that can install packages, and one without a shell or a package manager that runs the bot.
# Node runs the TypeScript sources as they are (22.19 and later), so nothing is compiled.
ARG NODE=24

FROM node:${NODE}-trixie-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# A package of bull-board's may be used with TypeScript, which npm therefore keeps; nothing here does.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/typescript node_modules/@typescript

FROM gcr.io/distroless/nodejs${NODE}-debian13:nonroot
WORKDIR /app
ENV NODE_ENV=production
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY src src
# 65532 is "nonroot"; a number, so that Kubernetes can check runAsNonRoot.
USER 65532:65532
EXPOSE 3000
# There is no curl here; Node asks by itself.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["/nodejs/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The base image's entry point is node.
CMD ["src/main.ts", "start"]
