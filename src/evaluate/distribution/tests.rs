use super::{kid::mmd2, *};
use serde_json::Value;

/// Numbers made by tests/fixtures/make_distribution.py.
const REFERENCE: &str = include_str!("../../../tests/fixtures/distribution.json");

fn rows(count: usize, size: usize, salt: f64, scale: f64) -> Rows {
    let value = |k: usize| (scale * ((k * k % 10007) as f64 * 0.731 + salt).sin()) as f32;
    Rows {
        size,
        values: (0..count * size).map(value).collect(),
    }
}

fn gaussian(rows: &Rows) -> Gaussian {
    let mut gaussian = Gaussian::new(rows.size);
    (0..rows.len()).for_each(|i| gaussian.add(rows.row(i)));
    gaussian
}

#[test]
fn distances_are_those_of_an_independent_implementation() {
    let cases: Vec<Value> = serde_json::from_str(REFERENCE).expect("a fixture");
    for case in cases {
        let number = |name: &str| case[name].as_f64().expect("a number");
        let (count, size) = (number("count") as usize, number("size") as usize);
        let real = rows(count, size, 0.0, 1.0);
        let fake = rows(count, size, 2.0, number("scale"));
        let all: Vec<usize> = (0..count).collect();
        let shares = coverage(&real, &fake).expect("enough");
        for (name, found) in [
            ("mmd2", mmd2(&real, &all, &fake, &all)),
            (
                "fid",
                gaussian(&real).frechet(&gaussian(&fake)).expect("enough"),
            ),
            ("precision", shares.precision),
            ("recall", shares.recall),
            ("density", shares.density),
            ("coverage", shares.coverage),
        ] {
            let wanted = number(name);
            assert!(
                (found - wanted).abs() <= 1e-3 * wanted.abs(),
                "{name}: {found} {wanted}"
            );
        }
    }
}

#[test]
fn a_collection_is_near_itself_and_far_from_another_one() {
    let (one, other) = (rows(80, 20, 0.0, 1.0), rows(80, 20, 1.0, 2.0));
    let to = |other: &Rows| kid(&one, other).expect("enough");
    let (same, far) = (to(&one), to(&other));
    assert_eq!(same.subset, 40);
    assert!(
        far.value - 3.0 * far.deviation > same.value,
        "{far:?} {same:?}"
    );
    assert_eq!(to(&other), far, "subsets are drawn alike each time");
    assert!(gaussian(&one).frechet(&gaussian(&one)).expect("enough") < 1e-6);
    let all = coverage(&one, &one).expect("enough");
    assert_eq!((all.precision, all.recall, all.coverage), (1.0, 1.0, 1.0));
}

#[test]
fn too_few_pictures_have_no_distance() {
    let (one, three) = (rows(1, 4, 0.0, 1.0), rows(3, 4, 0.0, 1.0));
    assert!(kid(&three, &three).is_none() && coverage(&three, &three).is_none());
    assert!(gaussian(&one).frechet(&gaussian(&three)).is_none());
    assert!(kid(&rows(9, 4, 0.0, 1.0), &rows(9, 5, 0.0, 1.0)).is_none());
    assert!(kid(&Rows::new(4), &Rows::new(4)).is_none());
}
