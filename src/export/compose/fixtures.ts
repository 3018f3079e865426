import type { Profile } from '../../plan/profiles.ts';
import type { Target } from '../../plan/targets/targets.ts';
import type { TargetStart } from '../../sandbox/prepare/target-start.ts';

export const GIB = 2 ** 30;
export const BOX: Profile = {
  name: 't3-micro',
  about: 'a box',
  limits: { cpus: 0.5, memoryBytes: GIB },
  env: { GOGC: '50' },
};

export function targetOf(start: Partial<TargetStart>): Target {
  const routes = { ping: '/' };
  return {
    name: 'shop',
    about: 'a shop',
    file: '/srv/shop/target.json',
    health: '/health',
    probes: 'auto',
    routes,
    start: { cwd: '/srv/shop', env: {}, ...start },
  };
}
