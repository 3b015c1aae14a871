//! How Inception-v3 is built, in pytorch-fid's names.

/// A convolution with batch normalisation and ReLU.
pub struct Conv {
    pub name: &'static str,
    pub to: usize,
    pub kernel: [usize; 2],
    pub stride: usize,
    pub padded: bool,
}

const fn conv(name: &'static str, to: usize, kernel: [usize; 2]) -> Conv {
    Conv {
        name,
        to,
        kernel,
        stride: 1,
        padded: true,
    }
}

/// The same without padding.
const fn inner(name: &'static str, to: usize, stride: usize) -> Conv {
    Conv {
        name,
        to,
        kernel: [3, 3],
        stride,
        padded: false,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pool {
    /// Maximum of 3x3, every second.
    Halving,
    /// Maximum of 3x3 around each cell.
    Maximum,
    /// Mean of 3x3 around each cell, without what is padded.
    Average,
}

/// What a mixed block does beside its other branches.
pub struct Branch {
    pub pool: Option<Pool>,
    pub convs: Vec<Conv>,
    /// Two convolutions of what comes out, side by side.
    pub split: Vec<Conv>,
}

fn branch(convs: Vec<Conv>) -> Branch {
    Branch {
        pool: None,
        convs,
        split: Vec::new(),
    }
}

fn pooled(pool: Pool, convs: Vec<Conv>) -> Branch {
    Branch {
        pool: Some(pool),
        ..branch(convs)
    }
}

const ONE: [usize; 2] = [1, 1];
const THREE: [usize; 2] = [3, 3];
const ROW: [usize; 2] = [1, 7];
const COLUMN: [usize; 2] = [7, 1];

fn mixed_5(pooled_to: usize) -> Vec<Branch> {
    vec![
        branch(vec![conv("branch1x1", 64, ONE)]),
        branch(vec![
            conv("branch5x5_1", 48, ONE),
            conv("branch5x5_2", 64, [5, 5]),
        ]),
        branch(vec![
            conv("branch3x3dbl_1", 64, ONE),
            conv("branch3x3dbl_2", 96, THREE),
            conv("branch3x3dbl_3", 96, THREE),
        ]),
        pooled(Pool::Average, vec![conv("branch_pool", pooled_to, ONE)]),
    ]
}

fn mixed_6a() -> Vec<Branch> {
    vec![
        branch(vec![inner("branch3x3", 384, 2)]),
        branch(vec![
            conv("branch3x3dbl_1", 64, ONE),
            conv("branch3x3dbl_2", 96, THREE),
            inner("branch3x3dbl_3", 96, 2),
        ]),
        pooled(Pool::Halving, Vec::new()),
    ]
}

fn mixed_6(width: usize) -> Vec<Branch> {
    vec![
        branch(vec![conv("branch1x1", 192, ONE)]),
        branch(vec![
            conv("branch7x7_1", width, ONE),
            conv("branch7x7_2", width, ROW),
            conv("branch7x7_3", 192, COLUMN),
        ]),
        branch(vec![
            conv("branch7x7dbl_1", width, ONE),
            conv("branch7x7dbl_2", width, COLUMN),
            conv("branch7x7dbl_3", width, ROW),
            conv("branch7x7dbl_4", width, COLUMN),
            conv("branch7x7dbl_5", 192, ROW),
        ]),
        pooled(Pool::Average, vec![conv("branch_pool", 192, ONE)]),
    ]
}

fn mixed_7a() -> Vec<Branch> {
    vec![
        branch(vec![
            conv("branch3x3_1", 192, ONE),
            inner("branch3x3_2", 320, 2),
        ]),
        branch(vec![
            conv("branch7x7x3_1", 192, ONE),
            conv("branch7x7x3_2", 192, ROW),
            conv("branch7x7x3_3", 192, COLUMN),
            inner("branch7x7x3_4", 192, 2),
        ]),
        pooled(Pool::Halving, Vec::new()),
    ]
}

fn mixed_7(pool: Pool) -> Vec<Branch> {
    let split = |first, second| vec![conv(first, 384, [1, 3]), conv(second, 384, [3, 1])];
    vec![
        branch(vec![conv("branch1x1", 320, ONE)]),
        Branch {
            split: split("branch3x3_2a", "branch3x3_2b"),
            ..branch(vec![conv("branch3x3_1", 384, ONE)])
        },
        Branch {
            split: split("branch3x3dbl_3a", "branch3x3dbl_3b"),
            ..branch(vec![
                conv("branch3x3dbl_1", 448, ONE),
                conv("branch3x3dbl_2", 384, THREE),
            ])
        },
        pooled(pool, vec![conv("branch_pool", 192, ONE)]),
    ]
}

/// The whole network, block by block: what its tensors' names begin with, and branches whose maps come to lie one after the other.
pub fn blueprint() -> Vec<(&'static str, Vec<Branch>)> {
    let alone = |conv| vec![branch(vec![conv])];
    vec![
        ("", alone(inner("Conv2d_1a_3x3", 32, 2))),
        ("", alone(inner("Conv2d_2a_3x3", 32, 1))),
        ("", alone(conv("Conv2d_2b_3x3", 64, THREE))),
        (
            "",
            vec![pooled(Pool::Halving, vec![conv("Conv2d_3b_1x1", 80, ONE)])],
        ),
        ("", alone(inner("Conv2d_4a_3x3", 192, 1))),
        ("", vec![pooled(Pool::Halving, Vec::new())]),
        ("Mixed_5b.", mixed_5(32)),
        ("Mixed_5c.", mixed_5(64)),
        ("Mixed_5d.", mixed_5(64)),
        ("Mixed_6a.", mixed_6a()),
        ("Mixed_6b.", mixed_6(128)),
        ("Mixed_6c.", mixed_6(160)),
        ("Mixed_6d.", mixed_6(160)),
        ("Mixed_6e.", mixed_6(192)),
        ("Mixed_7a.", mixed_7a()),
        ("Mixed_7b.", mixed_7(Pool::Average)),
        ("Mixed_7c.", mixed_7(Pool::Maximum)),
    ]
}
