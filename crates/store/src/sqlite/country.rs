//! All units as they stand, held in memory: whoever looks at the whole country asks for them with each page, and reading them takes longer
//! than the page. Triggers count what changes them; they are read again after that.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use phieu_report::OrgUnitCode;
use sqlx::Row;
use sqlx::sqlite::SqlitePool;

use super::units::read;
use crate::{Error, Unit};

/// What was read last.
#[derive(Debug, Clone, Default)]
pub(super) struct Country(Arc<Mutex<Option<Arc<Units>>>>);

/// All units by code, and the places of those directly under each.
#[derive(Debug)]
struct Units {
    /// After how many changes they were read.
    touched: i64,
    all: Vec<(Unit, bool)>,
    under: BTreeMap<OrgUnitCode, Vec<usize>>,
}

impl Country {
    /// The unit at the top and all below it, by code; those that have ended, and what was below them, only where they are asked for.
    pub(super) async fn within(&self, pool: &SqlitePool, top: &OrgUnitCode, with_ended: bool) -> Result<Vec<Unit>, Error> {
        let units = self.units(pool).await?;
        let mut found: Vec<usize> = units.all.binary_search_by(|(unit, _)| unit.code.cmp(top)).into_iter().collect();
        let mut next = 0;
        while let Some((unit, _)) = found.get(next).and_then(|at| units.all.get(*at)) {
            let under = units.under.get(&unit.code).into_iter().flatten().copied();
            found.extend(under.filter(|at| with_ended || units.all.get(*at).is_some_and(|(_, ended)| !ended)));
            next += 1;
        }
        found.sort_unstable();
        Ok(found.into_iter().filter_map(|at| units.all.get(at)).map(|(unit, _)| unit.clone()).collect())
    }

    async fn units(&self, pool: &SqlitePool) -> Result<Arc<Units>, Error> {
        // One reading: what is counted and what is read belong together.
        let mut tx = pool.begin().await?;
        let touched: i64 = sqlx::query("select touched from tree").fetch_one(&mut *tx).await?.try_get("touched")?;
        let known = self.0.lock().ok().and_then(|known| known.clone());
        if let Some(known) = known.filter(|known| known.touched == touched) {
            return Ok(known);
        }
        let rows = sqlx::query("select *, valid_to is not null as ended from unit order by code").fetch_all(&mut *tx).await?;
        let all = rows.iter().map(|row| Ok((read(row)?, row.try_get("ended")?))).collect::<Result<Vec<(Unit, bool)>, Error>>()?;
        let mut under: BTreeMap<OrgUnitCode, Vec<usize>> = BTreeMap::new();
        for (at, (unit, _)) in all.iter().enumerate() {
            unit.parent.iter().for_each(|parent| under.entry(parent.clone()).or_default().push(at));
        }
        let units = Arc::new(Units { touched, all, under });
        if let Ok(mut known) = self.0.lock() {
            *known = Some(Arc::clone(&units));
        }
        Ok(units)
    }
}
