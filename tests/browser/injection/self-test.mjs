export async function selfTest() { return []; }
