import { describeKillMatrix, MOST_DANGEROUS } from './kill-matrix.ts';
import { OTHERS } from './platform.ts';
import { serviceManagerIssuer } from './service-manager-issuer.ts';

describeKillMatrix(
  'bindings of SAP Service Manager',
  { startIssuer: serviceManagerIssuer, others: OTHERS.slice(0, 1) },
  MOST_DANGEROUS,
);
