import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { createMetrics } from './metrics.ts';
import { startMetricsServer } from './metrics-server.ts';
import { readPromql, type Selector } from './test-promql.ts';

const DEPLOY = new URL('../deploy/', import.meta.url);

/** Of a Grafana dashboard, what is looked at. */
interface Panel {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly datasource: { readonly uid: string };
  readonly fieldConfig: { readonly defaults: { readonly unit: string } };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const dashboard = JSON.parse(readFileSync(new URL('dashboard.json', DEPLOY), 'utf8')) as {
  readonly panels: readonly Panel[];
};
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const alerts = readFileSync(new URL('alerts.yml', DEPLOY), 'utf8');

const metrics = createMetrics('1.2.3');
metrics.certificateEnds = 1_900_000_000;
const answer = await answerOf();

/** Labels that Prometheus puts on what it reads. */
const ITS_OWN = ['job', 'instance'];

/** What the server really answers. */
async function answerOf(): Promise<string> {
  await using server = await startMetricsServer(metrics, 0);
  return (await fetch(server.url)).text();
}

/** The values that each label of a metric has. */
function labelsOf(metric: string): Map<string, Set<string>> | undefined {
  const lines = answer.split('\n').filter((line) => new RegExp(`^${metric}[ {]`).test(line));
  if (lines.length === 0) return undefined;
  const labels = new Map<string, Set<string>>();
  for (const line of lines) {
    for (const [, name = '', value = ''] of line.matchAll(/(\w+)="([^"]*)"/g))
      labels.set(name, (labels.get(name) ?? new Set()).add(value));
  }
  return labels;
}

function assertAnswered({ metric, labels, by, isRange, within }: Selector, where: string): void {
  // Prometheus makes it, for each place that it reads.
  if (metric === 'up') return;
  const known = labelsOf(metric);
  assert.ok(known !== undefined, `${where}: the server has no metric ${metric}`);
  for (const [name, value] of labels) {
    if (ITS_OWN.includes(name)) continue;
    assert.ok(known.has(name), `${where}: ${metric} has no label ${name}`);
    assert.ok(value === undefined || known.get(name)?.has(value), `${where}: ${name} is never ${value}`);
  }
  for (const name of by) assert.ok(known.has(name), `${where}: ${metric} has no label ${name}`);
  const isCounter = answer.includes(`# TYPE ${metric} counter\n`);
  if (isCounter || within !== undefined) assert.ok(isRange && within !== undefined, `${where}: ${metric}`);
}

describe('the dashboard', () => {
  test('asks only for what the server answers', () => {
    for (const { title, targets } of panels) {
      for (const { expr } of targets) for (const asked of readPromql(expr)) assertAnswered(asked, title);
    }
  });

  test('shows every metric of the server', () => {
    const shown = new Set(
      panels
        .flatMap(({ targets }) => targets)
        .flatMap(({ expr }) => readPromql(expr).map(({ metric }) => metric)),
    );
    const names = [...answer.matchAll(/^# TYPE (open_rooms_\w+) /gm)].map(([, name = '']) => name);
    assert.ok(names.length > 10);
    assert.deepEqual(
      names.filter((name) => !shown.has(name)),
      [],
    );
  });

  test('says of each panel what it means and in which unit, and takes the data source of whoever looks', () => {
    for (const { title, description, fieldConfig, datasource } of panels) {
      assert.match(description, /^[A-Z].{15,}\.$/, title);
      assert.notEqual(fieldConfig.defaults.unit, '', title);
      assert.equal(datasource.uid, '$' + '{datasource}', title);
    }
  });

  test('names in legends only labels that are left', () => {
    for (const { title, targets } of panels) {
      for (const { expr, legendFormat } of targets) {
        const [first] = readPromql(expr);
        const left =
          first?.by.length === 0 ? [...ITS_OWN, ...(labelsOf(first.metric)?.keys() ?? [])] : first?.by;
        for (const [, label = ''] of legendFormat.matchAll(/{{(\w+)}}/g))
          assert.ok(left?.includes(label), title);
      }
    }
  });

  test('has no panel over another', () => {
    for (const [index, { gridPos: one, title }] of panels.entries()) {
      assert.ok(one.x + one.w <= 24, title);
      for (const { gridPos: other } of panels.slice(index + 1)) {
        const isBeside = one.x + one.w <= other.x || other.x + other.w <= one.x;
        assert.ok(isBeside || one.y + one.h <= other.y || other.y + other.h <= one.y, title);
      }
    }
  });
});

describe('the alerts', () => {
  test('ask only for what the server answers', () => {
    const expressions = [...alerts.matchAll(/^ {8}expr: '([^'\n]+)'$/gm)].map(([, expr = '']) => expr);
    assert.equal(expressions.length, alerts.match(/- alert: /g)?.length);
    for (const expr of expressions) for (const asked of readPromql(expr)) assertAnswered(asked, expr);
  });
});

test('an expression with a fault in it is not read', () => {
  for (const expr of [
    'rate(x[5m]',
    'sum by (a (x)',
    'x{a="b}',
    'rates(x[5m])',
    'x[5]',
    'x >',
    'x y',
    'x{a=}',
  ])
    assert.throws(() => readPromql(expr), expr);
});
