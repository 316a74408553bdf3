//! Brotli and gzip beside a file, made once here at full strength: the server only picks one.

use anyhow::Result;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Kinds that are packed already.
const PACKED: [&str; 4] = ["png", "woff2", "jpg", "webp"];

/// Writes `<file>.br` and `<file>.gz` where that saves something.
pub fn beside(file: &Path) -> Result<()> {
    if file.extension().is_some_and(|ending| PACKED.iter().any(|packed| ending == *packed)) {
        return Ok(());
    }
    let bytes = std::fs::read(file)?;
    keep_if_smaller(&bytes, &brotli(&bytes)?, &with_ending(file, "br"))?;
    keep_if_smaller(&bytes, &gzip(&bytes)?, &with_ending(file, "gz"))
}

/// Brotli at its strongest, with the window that every browser accepts.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 64 * 1024, 11, 22);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

fn keep_if_smaller(bytes: &[u8], packed: &[u8], to: &Path) -> Result<()> {
    if packed.len() < bytes.len() {
        std::fs::write(to, packed)?;
    }
    Ok(())
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_packed_comes_out_as_it_was() {
        let text = "Báo cáo tháng của câu lạc bộ. ".repeat(200);
        let mut brotli_text = String::new();
        brotli::Decompressor::new(&brotli(text.as_bytes()).unwrap()[..], 4096).read_to_string(&mut brotli_text).unwrap();
        assert_eq!(brotli_text, text);
        let mut gzip_text = String::new();
        flate2::read::GzDecoder::new(&gzip(text.as_bytes()).unwrap()[..]).read_to_string(&mut gzip_text).unwrap();
        assert_eq!(gzip_text, text);
    }
}
