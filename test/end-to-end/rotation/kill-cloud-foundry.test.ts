import { cloudFoundryIssuer } from './cloud-foundry-issuer.ts';
import { describeKillMatrix, MOST_DANGEROUS } from './kill-matrix.ts';
import { OTHERS } from './platform.ts';

describeKillMatrix(
  'service keys of Cloud Foundry',
  { startIssuer: cloudFoundryIssuer, others: OTHERS.slice(0, 1) },
  MOST_DANGEROUS,
);
