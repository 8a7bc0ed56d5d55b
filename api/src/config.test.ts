import { inspect } from 'node:util';
import { parseConfig } from '@smart-latch/runtime';
import { expect, it } from 'vitest';
import { configSchema } from './config.ts';

const ENV = {
  API_PORT: '8080',
  PUBLIC_URL: 'https://latch.test/',
  DEVICE_PORT: '8443',
  DEVICE_TLS_CERT_FILE: 'device.crt',
  DEVICE_TLS_KEY_FILE: 'device.key',
  DEVICE_PUBLIC_URL: 'https://devices.test:8443/',
  ENROLMENT_CA_CERT_FILE: 'ca.crt',
  ENROLMENT_CA_KEY_FILE: 'ca.key',
  BROKER_PUBLIC_HOST: 'broker.test',
  BROKER_PUBLIC_PORT: '8883',
  BROKER_CA_FILE: 'broker-ca.crt',
  JWT_PRIVATE_KEY_FILE: 'jwt.pem',
  SESSION_SECRET: Buffer.alloc(32, 'hush').toString('base64'),
  WEBHOOK_SECRET: Buffer.alloc(32, 'hush').toString('base64'),
  SETUP_CODE_FILE: 'setup-code',
  MONGODB_URI: 'mongodb://api:hush@db/latch',
  QUEUE_REDIS_URL: 'redis://api:hush@queue',
  FRAME_REDIS_URL: 'redis://api:hush@frames',
  HEALTH_PORT: '9001',
};

it('reads the environment into nested settings', () => {
  const config = parseConfig(configSchema, ENV);
  expect(config.app).toMatchObject({ host: '127.0.0.1', port: 8080, publicUrl: 'https://latch.test', tls: null });
  expect(config.devices.publicUrl).toBe('https://devices.test:8443');
});

it('never shows a secret', () => {
  expect(inspect(parseConfig(configSchema, ENV), { depth: 9 })).not.toContain('hush');
  expect(JSON.stringify(parseConfig(configSchema, ENV))).not.toContain('hush');
});

it('lets the app of the public address hold a cookie, or those that it is told', () => {
  expect(parseConfig(configSchema, ENV).signIn.appOrigins).toEqual(['https://latch.test']);
  const told = { ...ENV, APP_ORIGINS: 'https://a.test, http://localhost:5173' };
  expect(parseConfig(configSchema, told).signIn.appOrigins).toEqual(['https://a.test', 'http://localhost:5173']);
  for (const wrong of ['*', 'null', 'https://a.test/', 'https://a.test/app', 'a.test']) {
    expect(() => parseConfig(configSchema, { ...ENV, APP_ORIGINS: wrong }), wrong).toThrow(/APP_ORIGINS: must be/);
  }
});

it('wants to know how the first owner proves themselves', () => {
  expect(() => parseConfig(configSchema, { ...ENV, SETUP_CODE_FILE: '' })).toThrow(/SETUP_CODE_FILE: set/);
  expect(() => parseConfig(configSchema, { ...ENV, SETUP_CODE: 'short' })).toThrow(/SETUP_CODE: must have/);
  expect(parseConfig(configSchema, ENV).signIn).toMatchObject({ setupCode: null, setupCodeFile: 'setup-code' });
});

it('knows Google when it is told id and secret, which it never shows', () => {
  expect(parseConfig(configSchema, ENV).signIn.google).toBeNull();
  const told = { ...ENV, GOOGLE_CLIENT_ID: 'latch', GOOGLE_CLIENT_SECRET: 'hush' };
  const { google } = parseConfig(configSchema, told).signIn;
  expect(google).toMatchObject({ id: 'google', url: 'https://accounts.google.com', clientId: 'latch' });
  expect(inspect(google) + JSON.stringify(google)).not.toContain('hush');
  expect(() => parseConfig(configSchema, { ...ENV, GOOGLE_CLIENT_ID: 'latch' })).toThrow(
    /GOOGLE_CLIENT_SECRET: set both/,
  );
});

it('wants an idle time within the life of a session', () => {
  const wrong = { ...ENV, SESSION_IDLE_HOURS: '48', SESSION_ABSOLUTE_HOURS: '24' };
  expect(() => parseConfig(configSchema, wrong)).toThrow(/SESSION_IDLE_HOURS: must not be longer/);
});

it('names everything that is wrong at once', () => {
  const { API_PORT: _, ...rest } = ENV;
  const wrong = { ...rest, DEVICE_PUBLIC_URL: 'http://devices.test', HEALTH_PORT: 'x' };
  expect(() => parseConfig(configSchema, wrong)).toThrow(/API_PORT[\s\S]*DEVICE_PUBLIC_URL[\s\S]*HEALTH_PORT/);
});

it('wants both files for TLS on the app port, or neither', () => {
  expect(() => parseConfig(configSchema, { ...ENV, API_TLS_CERT_FILE: 'a.crt' })).toThrow(/API_TLS_KEY_FILE: set both/);
  const config = parseConfig(configSchema, { ...ENV, API_TLS_CERT_FILE: 'a.crt', API_TLS_KEY_FILE: 'a.key' });
  expect(config.app.tls).toEqual({ certFile: 'a.crt', keyFile: 'a.key' });
});
