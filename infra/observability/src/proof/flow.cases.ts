import type { Case } from './case.js';

const TOPIC = 'service="contracts",topic="guildhall.contracts.events"';
const onTopic = (severity: string) => ({ service: 'contracts', topic: 'guildhall.contracts.events', severity });
const GROUP = 'service="payments",group="guildhall.payments",topic="guildhall.contracts.events"';

/** Stories of the alerts of `flow.alerts.ts`; intervals of 15 s, as a scrape. */
export const FLOW_CASES: readonly Case[] = [
  {
    alert: 'RelayBehind',
    story: 'the broker is away and the oldest event grows old',
    interval: '15s',
    input: [{ series: `relay_oldest_age_seconds{${TOPIC}}`, values: '0 15 30 45 60 75 90 105' }],
    at: '1m45s',
    fires: [onTopic('page')],
  },
  {
    alert: 'RelayBehind',
    story: 'a long batch is published within a minute',
    interval: '15s',
    input: [{ series: `relay_oldest_age_seconds{${TOPIC}}`, values: '0 20 35 50 5 0 0 0' }],
    at: '1m45s',
    fires: [],
  },
  {
    alert: 'RelayHoles',
    story: 'the auditor finds a hole',
    interval: '1m',
    input: [
      { series: `relay_audit_holes_total{${TOPIC}}`, values: '0x5 1x5' },
      { series: `relay_audit_order_violations_total{${TOPIC}}`, values: '0x10' },
      { series: `relay_audit_strangers_total{${TOPIC}}`, values: '0x10' },
    ],
    at: '8m',
    fires: [onTopic('page')],
  },
  {
    alert: 'RelayHoles',
    story: 'the auditor finds nothing',
    interval: '1m',
    input: [
      { series: `relay_audit_holes_total{${TOPIC}}`, values: '3x20' },
      { series: `relay_audit_order_violations_total{${TOPIC}}`, values: '0x20' },
      { series: `relay_audit_strangers_total{${TOPIC}}`, values: '1x20' },
    ],
    at: '20m',
    fires: [],
  },
  {
    alert: 'RelayDiverged',
    story: 'the log was restored under a topic that lived on',
    interval: '15s',
    input: [{ series: `relay_diverged{${TOPIC}}`, values: '0 0 1 1' }],
    at: '45s',
    fires: [onTopic('page')],
  },
  {
    alert: 'RelayDiverged',
    story: 'topic and log agree',
    interval: '15s',
    input: [{ series: `relay_diverged{${TOPIC}}`, values: '0x8' }],
    at: '2m',
    fires: [],
  },
  {
    alert: 'LeaseUnheld',
    story: 'the holder died and there is no standby',
    interval: '15s',
    input: [{ series: 'lease_held{service="gigs",runner="projector",pod="a"}', values: '1 1 1 1 _x8' }],
    at: '6m30s',
    fires: [{ service: 'gigs', runner: 'projector', severity: 'page' }],
  },
  {
    alert: 'LeaseUnheld',
    story: 'a standby waits and does not take it',
    interval: '15s',
    input: [
      { series: 'lease_held{service="gigs",runner="relay",pod="a"}', values: '1 1 0 0 0 0 0 0' },
      { series: 'lease_held{service="gigs",runner="relay",pod="b"}', values: '0x8' },
    ],
    at: '1m45s',
    fires: [{ service: 'gigs', runner: 'relay', severity: 'page' }],
  },
  {
    alert: 'LeaseUnheld',
    story: 'a standby takes it over within a scrape',
    interval: '15s',
    input: [
      { series: 'lease_held{service="gigs",runner="relay",pod="a"}', values: '1 1 0 0 0 0 0 0' },
      { series: 'lease_held{service="gigs",runner="relay",pod="b"}', values: '0 0 0 1 1 1 1 1' },
    ],
    at: '1m45s',
    fires: [],
  },
  {
    alert: 'ConsumerLagGrowing',
    story: 'a fact is tried again and again, and gets older',
    interval: '15s',
    input: [{ series: `consumer_lag_seconds{${GROUP}}`, values: '0+15x60' }],
    at: '15m',
    fires: [{ service: 'payments', group: 'guildhall.payments', topic: 'guildhall.contracts.events', severity: 'warn' }],
  },
  {
    alert: 'ConsumerLagGrowing',
    story: 'a backlog shrinks',
    interval: '15s',
    input: [{ series: `consumer_lag_seconds{${GROUP}}`, values: '900-10x60' }],
    at: '12m',
    fires: [],
  },
  {
    alert: 'EventsParked',
    story: 'a message waits for twenty minutes',
    interval: '1m',
    input: [{ series: 'parked_oldest_age_seconds{service="disputes",process="split"}', values: '0+60x20' }],
    at: '20m',
    fires: [{ service: 'disputes', process: 'split', severity: 'warn' }],
  },
  {
    alert: 'EventsParked',
    story: 'an operator sees to it within ten minutes',
    interval: '1m',
    input: [{ series: 'parked_oldest_age_seconds{service="disputes",process="split"}', values: '0+60x10 _x10' }],
    at: '20m',
    fires: [],
  },
];
