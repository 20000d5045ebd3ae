import { z } from 'zod';
import { appId } from './text.ts';

const label = z.string().min(1).max(20);
const point = z.strictObject({ label, value: z.number() });
const series = z.strictObject({ name: label, data: z.array(point).min(1).max(20) });
const axis = z.strictObject({
  categories: z.array(label).min(1).max(20),
  x_label: z.string().max(50).optional(),
  y_label: z.string().max(50).optional(),
});

type Plot = { series: z.infer<typeof series>[]; axis_config: z.infer<typeof axis> };

/** Every series must have one point for each category, under its name. */
const matches = (plot: Plot) =>
  plot.series.every(
    ({ data }) =>
      data.length === plot.axis_config.categories.length &&
      data.every(({ label: name }) => plot.axis_config.categories.includes(name)),
  );
const unique = (plot: Plot) => new Set(plot.series.map(({ name }) => name)).size === plot.series.length;

const plot = <Type extends string>(type: Type) =>
  z
    .strictObject({ type: z.literal(type), series: z.array(series).min(1).max(6), axis_config: axis })
    .refine(matches, 'data labels must match axis_config.categories')
    .refine(unique, 'series names must be unique');

/** A chart in a message (June 2026): 1 to 6 series of up to 20 points, or a pie of up to 6 segments. */
export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: appId.optional(),
  title: z.string().min(1).max(50),
  chart: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('pie'), segments: z.array(point).min(1).max(6) }),
    plot('bar'),
    plot('line'),
    plot('area'),
  ]),
});
