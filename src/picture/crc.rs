//! The checksum of a PNG chunk (PNG, third edition, annex D): CRC-32 of ISO 3309, eight bytes at a time.

const TABLES: [[u32; 256]; 8] = tables();

/// `TABLES[0]` is the table of the annex; `TABLES[n]` the same for a byte that `n` more bytes follow.
#[expect(clippy::indexing_slicing, reason = "run while compiling, which stops where an index is wrong")]
const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        let mut value = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xedb8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        tables[0][byte] = value;
        byte += 1;
    }
    let mut further = 1;
    while further < 8 {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[further - 1][byte];
            tables[further][byte] = tables[0][(before & 0xff) as usize] ^ (before >> 8);
            byte += 1;
        }
        further += 1;
    }
    tables
}

/// The checksum of `bytes`.
#[expect(clippy::indexing_slicing, reason = "a table has a value for every byte")]
pub(super) fn crc(bytes: &[u8]) -> u32 {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut value = u32::MAX;
    for eight in eights {
        let mixed = u64::from_le_bytes(*eight) ^ u64::from(value);
        value = mixed.to_le_bytes().iter().zip(TABLES.iter().rev()).fold(0, |v, (b, t)| v ^ t[usize::from(*b)]);
    }
    !rest.iter().fold(value, |v, b| TABLES[0][((v ^ u32::from(*b)) & 0xff) as usize] ^ (v >> 8))
}

#[cfg(test)]
mod tests {
    use super::crc;

    #[test]
    fn it_is_that_of_the_specification() {
        // The check value of the algorithm, and the chunk that ends every PNG.
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc(b"IEND"), 0xae42_6082);
    }
}
