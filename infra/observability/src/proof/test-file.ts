import { stringify } from 'yaml';
import { annotationsOf } from '../rules/rules-file.js';
import type { Bases } from '../rules/links.js';
import type { Alert } from '../rules/rule.js';
import type { Case } from './case.js';

/** What Prometheus makes of a text: labels of the series are filled in, nothing else is a template here. */
export const renderedText = (text: string, labels: Readonly<Record<string, string>>): string =>
  text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? '');

const expected = (alert: Alert, labels: Readonly<Record<string, string>>, bases: Bases) => ({
  exp_labels: labels,
  exp_annotations: Object.fromEntries(
    Object.entries(annotationsOf(alert, bases)).map(([name, text]) => [name, renderedText(text, labels)]),
  ),
});

/** The stories as a test file of promtool for the rules at `rulesPath`, all evaluated alike. Throws where a story is of no alert. */
export const testFile = (cases: readonly Case[], alerts: readonly Alert[], rulesPath: string, bases: Bases): string =>
  stringify(
    {
      rule_files: [rulesPath],
      evaluation_interval: cases[0]?.evaluated ?? '15s',
      tests: cases.map(({ alert, story, interval, input, at, fires }) => ({
        name: `${alert}: ${story}`,
        interval,
        input_series: input,
        alert_rule_test: [
          {
            eval_time: at,
            alertname: alert,
            exp_alerts: fires.map((labels) => expected(alertOf(alerts, alert, labels['severity']), labels, bases)),
          },
        ],
      })),
    },
    { lineWidth: 0 },
  );

const alertOf = (alerts: readonly Alert[], name: string, severity: string | undefined): Alert => {
  const found = alerts.find((alert) => alert.name === name && alert.severity === severity);
  if (!found) throw new Error(`No alert ${name} of severity ${severity ?? '(none)'}`);
  return found;
};
