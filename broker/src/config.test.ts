import { parseConfig } from '@smart-latch/runtime';
import { describe, expect, it } from 'vitest';
import { configSchema } from './config.ts';

const env = {
  BROKER_PORT: '8883',
  TLS_CERT_FILE: 'cert.pem',
  TLS_KEY_FILE: 'key.pem',
  DEVICE_CA_FILE: 'devices.pem',
  SERVICE_CA_FILE: 'services.pem',
  MONGODB_URI: 'mongodb://broker:hunter2@localhost/x',
  QUEUE_REDIS_URL: 'redis://localhost:1',
  FRAME_REDIS_URL: 'redis://localhost:2',
  BUS_REDIS_URL: 'redis://localhost:3',
  HEALTH_PORT: '9000',
};

describe('the configuration', () => {
  it('listens on loopback unless told otherwise', () => {
    const config = parseConfig(configSchema, env);
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 8883 });
    expect(config.health).toEqual({ host: '127.0.0.1', port: 9000 });
  });

  it('never prints a password', () => {
    expect(JSON.stringify(parseConfig(configSchema, env))).not.toContain('hunter2');
  });

  it('names everything that is missing at once', () => {
    const message = () => parseConfig(configSchema, { BROKER_PORT: 'x' });
    for (const name of ['BROKER_PORT', 'TLS_KEY_FILE', 'MONGODB_URI', 'BUS_REDIS_URL', 'HEALTH_PORT']) {
      expect(message).toThrow(name);
    }
  });
});
