import { type AddressInfo, createServer } from 'node:net';
import { Aedes } from 'aedes';

/** aedes as its manual starts it, for the flood test to compare with. Prints its port. */
const aedes = await Aedes.createBroker();
const server = createServer(aedes.handle);
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
