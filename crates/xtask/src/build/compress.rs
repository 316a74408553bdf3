//! Brotli and gzip beside a file, made once here at full strength: the server only picks one.

use anyhow::{Result, bail};
use brotli::enc::BrotliEncoderParams;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Kinds that are packed already.
const PACKED: [&str; 4] = ["png", "woff2", "jpg", "webp"];

/// Packs files, the largest first, on as many cores as there are: at full strength Brotli takes seconds for a megabyte.
pub fn all(mut files: Vec<PathBuf>) -> Result<()> {
    files.sort_by_key(|file| file.metadata().map(|meta| meta.len()).unwrap_or(0));
    let waiting = Mutex::new(files);
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let work = || std::iter::from_fn(next).try_for_each(|file| beside(&file));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| bail!("a packing thread panicked")))
    })
}

/// Writes `<file>.br` and `<file>.gz` where that saves something.
fn beside(file: &Path) -> Result<()> {
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
    let strongest = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut writer = brotli::CompressorWriter::with_params(&mut packed, 64 * 1024, &strongest);
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
    fn what_is_packed_comes_out_as_it_was() -> Result<()> {
        let text = "Báo cáo tháng của câu lạc bộ. ".repeat(200);
        let (mut from_brotli, mut from_gzip) = (String::new(), String::new());
        brotli::Decompressor::new(&brotli(text.as_bytes())?[..], 4096).read_to_string(&mut from_brotli)?;
        flate2::read::GzDecoder::new(&gzip(text.as_bytes())?[..]).read_to_string(&mut from_gzip)?;
        assert_eq!((from_brotli.as_str(), from_gzip.as_str()), (text.as_str(), text.as_str()));
        Ok(())
    }

    #[test]
    fn every_file_is_packed_and_what_is_packed_already_is_not() -> Result<()> {
        let folder = crate::place::target().join("tools/packing");
        std::fs::create_dir_all(&folder)?;
        let files: Vec<PathBuf> = ["a.css", "b.js", "c.json", "d.png"].iter().map(|name| folder.join(name)).collect();
        for file in &files {
            std::fs::write(file, "thẻ ".repeat(500))?;
        }
        all(files.clone())?;
        let packed: Vec<bool> = files.iter().map(|file| with_ending(file, "br").exists() && with_ending(file, "gz").exists()).collect();
        std::fs::remove_dir_all(&folder)?;
        assert_eq!(packed, [true, true, true, false]);
        Ok(())
    }
}
