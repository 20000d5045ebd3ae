import { randomUUID } from 'node:crypto';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { BullMQOtel } from 'bullmq-otel';
import type { Log } from './access/log.ts';
import type { Tracing } from './jobs/queue.ts';

/**
 * Sends a span of each job to an OpenTelemetry collector by OTLP over HTTP. Loaded only where one is configured; that it is away is
 * told once, and harms nothing but the spans. It is the process' own: there is one at a time.
 */
export function startTracing(endpoint: string, log: Log): Tracing & { stop(): Promise<void> } {
  let told = false;
  const failed = (error: unknown): void => {
    if (!told) log.warn({ reason: wordsOf(error) }, 'spans do not reach the collector');
    told = true;
  };
  setGlobalErrorHandler(failed);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const own = resourceFromAttributes({ 'service.name': 'hallpass', 'service.instance.id': randomUUID() });
  const provider = new TracerProvider({
    // What the operator names in OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES goes before.
    resource: defaultResource()
      .merge(own)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());

  return {
    telemetry: new BullMQOtel({ tracerName: 'hallpass' }),
    note(fields) {
      const named = Object.entries(fields).map(([name, value]) => [`hallpass.${name}`, value]);
      trace.getActiveSpan()?.setAttributes(Object.fromEntries(named));
    },
    async stop() {
      await provider.shutdown().catch(failed);
      for (const part of [trace, context, propagation]) part.disable();
    },
  };
}

/** The first line: behind it an answer may stand, or an address. */
const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
